/** Grafana's own page in a frame: a stand-in for Grafana whose page does what Grafana's does, and what a hostile one would. */
import { createServer } from 'http';
import type { AddressInfo } from 'net';
import * as path from 'path';
import type { Page } from '@playwright/test';
import { expect, layoutSaved, violations } from '../fixtures';
import { test, TOKEN } from '../grafanas';
import { execute } from '../notebooks';

const PICTURES = path.resolve(__dirname, '..', 'screenshots');
const FRAME = 'iframe[title="Grafana’s page"]';

/** What the page could do, and what it was kept from. */
const TRIED = [
  'contents: TypeError',
  'cookie: ',
  'elsewhere: TypeError',
  'kernel: TypeError',
  'origin: null',
  'parent: SecurityError',
  /^post: 200 .*results/,
  /^query: 200 .*success/,
  'storage: dark'
];

async function kernels(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const config = document.getElementById('jupyter-config-data');
    const { baseUrl } = JSON.parse(config?.textContent ?? '{}') as {
      baseUrl: string;
    };
    const answer = await fetch(`${baseUrl}api/kernels`);
    const found = (await answer.json()) as readonly unknown[];
    return found.length;
  });
}

test('the page of a dashboard is shown in a frame that sees nothing of Lab, and follows what the tab Usage shows', async ({
  page,
  consoleErrors
}) => {
  const running = await kernels(page);
  await execute(page, 'pangeo:open-usage', {
    dashboard: 'grafana:ops/machines',
    from: 'now-30m',
    variables: { job: ['node'] }
  });
  const tab = page.locator('#jp-pangeo-usage');
  await tab.getByRole('button', { name: 'Show Grafana’s page' }).click();
  const outer = page.frameLocator(FRAME);
  const inner = outer.locator('iframe');
  const frame = inner.contentFrame();
  await expect(frame.locator('#drawn')).toContainText(/kiosk.*from=now-30m/);
  await expect(frame.locator('#drawn')).toContainText('var-job=node');
  const place = await page.locator(FRAME).boundingBox();
  const filled = await inner.evaluate(node => node.clientHeight);
  expect(filled).toBeGreaterThan(600);
  expect(Math.abs((place?.height ?? 0) - filled)).toBeLessThan(2);
  await expect(frame.locator('#tried li')).toHaveText(TRIED);
  expect(await kernels(page)).toBe(running);
  expect(await violations(page, page.locator('.jp-UsagePage-bar'))).toEqual([]);
  await page.screenshot({ path: path.join(PICTURES, 'usage-page.png') });

  const first = await inner.getAttribute('src');
  expect(first).toMatch(/\/pangeo\/pages\/[\w-]{43}\/d\/machines\?/);
  await tab.getByRole('button', { name: /Last 30 minutes/ }).click();
  await page.getByRole('button', { name: 'Last 15 minutes' }).click();
  await expect(frame.locator('#drawn')).toContainText('from=now-15m');
  const theme = /theme=(light|dark)/.exec(String(first))?.[1];
  await page.evaluate(
    other => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: {
          commands: { execute: (id: string, args: object) => Promise<void> };
        };
      };
      return jupyterapp.commands.execute('apputils:change-theme', {
        theme: other
      });
    },
    theme === 'light' ? 'JupyterLab Dark' : 'JupyterLab Light'
  );
  await expect(frame.locator('#drawn')).toContainText(
    `theme=${theme === 'light' ? 'dark' : 'light'}`
  );

  await layoutSaved(page, 'now-15m');
  await page.reload();
  await expect(frame.locator('#drawn')).toContainText('from=now-15m');
  const again = await inner.getAttribute('src');
  const prefix = (address: string | null) => address?.split('/d/')[0];
  expect(prefix(again)).not.toBe(prefix(first));

  const alone = await page.context().newPage();
  await alone.goto(new URL(String(again), page.url()).href);
  await expect(alone.locator('#tried li').nth(4)).toHaveText('origin: null');
  await expect(alone.locator('#tried li').nth(0)).toHaveText(
    'contents: TypeError'
  );
  expect(await alone.content()).not.toContain(TOKEN);
  await alone.close();
  expect(await kernels(page)).toBe(running);

  const asked: string[] = [];
  const other = createServer((request, response) => {
    asked.push(String(request.url));
    response.end('elsewhere');
  });
  await new Promise<void>(done => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as AddressInfo;
  await execute(page, 'pangeo:open-usage', {
    ...{ dashboard: 'grafana:ops/machines', isPage: true },
    variables: { leave: [`http://127.0.0.1:${port}/steal`] }
  });
  await expect
    .poll(() => consoleErrors.ours.join())
    .toMatch(/Framing .*violates .*frame-src/);
  other.close();
  expect(asked).toEqual([]);

  const closed = page.waitForResponse(
    response => response.request().method() === 'DELETE'
  );
  const own = page.getByRole('tab', { name: 'Machines' });
  await own.locator('.lm-TabBar-tabCloseIcon').click();
  await closed;
  const gone = await page.request.get(String(again));
  expect(gone.status()).toBe(404);
  // What the page was kept from is told by the browser; nothing else is.
  const kept = /blocked by CORS policy|Content Security Policy/;
  const [attacks, others] = [true, false].map(isAttack =>
    consoleErrors.ours.filter(text => kept.test(text) === isAttack)
  );
  expect(others).toEqual([]);
  expect(attacks.join()).toContain('/api/kernels');
});
