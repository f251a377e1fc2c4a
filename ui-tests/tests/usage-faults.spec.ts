/** Panels whose expressions a stand-in for a store answers wrongly, each in a way of its own. */
import { createServer, type ServerResponse } from 'http';
import type { AddressInfo } from 'net';
import * as path from 'path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, violations } from '../fixtures';
import { execute } from '../notebooks';

const PICTURES = path.resolve(__dirname, '..', 'screenshots');
const SCALAR =
  '{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}';
const NAMES = '{"status":"success","data":["node-001:9100"]}';

interface IFaulty {
  readonly url: string;
  /** How many questions wait for their answers. */
  readonly waiting: number;
  /** Break off what waits. */
  breakOff(): void;
}

async function whileFaulty(use: (store: IFaulty) => Promise<void>) {
  const waiting: ServerResponse[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += String(chunk)));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const query = form.get('query') ?? '';
      if (query.includes('node_cpu')) {
        waiting.push(response);
      } else if (query.includes('node_memory')) {
        answer(response, 500, '<html>it is broken</html>');
      } else if (query.includes('node_filesystem')) {
        answer(response, 200, series(form).slice(0, -9));
      } else if (query.includes('node_network')) {
        answer(response, 200, '<html>a login page</html>');
      } else if (query.includes('node_load1')) {
        answer(response, 200, series(form));
      } else {
        answer(response, 200, request.url?.includes('label') ? NAMES : SCALAR);
      }
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  try {
    await use({
      url: `http://127.0.0.1:${port}`,
      get waiting() {
        return waiting.length;
      },
      breakOff: () => waiting.forEach(response => response.destroy())
    });
  } finally {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  }
}

function answer(response: ServerResponse, status: number, body: string) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body);
}

/** A line with a gap, what is no number, an infinity and a counter that begins anew. */
function series(form: URLSearchParams): string {
  const [start, end, step] = ['start', 'end', 'step'].map(name =>
    Number(form.get(name))
  );
  const count = Math.floor((end - start) / step) + 1;
  const values = Array.from({ length: count }, (_, index) => [
    start + index * step,
    index === 3 ? 'NaN' : index === 6 ? '+Inf' : String(index % 20)
  ]).filter((_, index) => index < 30 || index > 50);
  const result = [{ metric: { instance: 'node-001:9100' }, values }];
  return JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result }
  });
}

async function openNode(page: Page, url: string): Promise<Locator> {
  await execute(page, 'pangeo:open-usage', { dashboard: 'node', refresh: '' });
  const tab = page.locator('#jp-pangeo-usage');
  await tab.getByRole('button', { name: 'Add a Prometheus…' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill('Stand-in');
  await form.getByLabel('Address').fill(url);
  await form.getByRole('button', { name: 'Test and add' }).click();
  await expect(form).toHaveCount(0);
  return tab;
}

test('of panels whose expressions a store answers wrongly each says how, and the others are drawn meanwhile', async ({
  page,
  consoleErrors
}) => {
  await whileFaulty(async store => {
    const tab = await openNode(page, store.url);
    const panel = (name: string) =>
      tab.getByRole('region', { name, exact: true });
    await expect.poll(() => store.waiting).toBe(1);
    await panel('Load').scrollIntoViewIfNeeded();
    await expect(panel('Load').getByRole('figure')).toBeVisible();
    await panel('CPU in use').scrollIntoViewIfNeeded();
    await expect(panel('CPU in use')).toHaveAttribute('aria-busy', 'true');
    for (const [name, message] of [
      ['Memory in use', /500/],
      ['Disks in use', /not .*JSON|no .*Prometheus|not .*Prometheus/],
      ['Network', /no .*Prometheus|not .*Prometheus/]
    ] as const) {
      await panel(name).scrollIntoViewIfNeeded();
      await expect(panel(name)).toContainText(message);
      await expect(panel(name)).not.toContainText('<html>');
    }
    await panel('CPU in use').scrollIntoViewIfNeeded();
    await expect(panel('CPU in use')).toHaveAttribute('aria-busy', 'true');
    store.breakOff();
    await expect(panel('CPU in use')).toContainText(/broke off its answer/);
    await page.screenshot({ path: path.join(PICTURES, 'usage-faults.png') });
    expect(await violations(page, tab)).toEqual([]);

    await tab.getByRole('button', { name: 'Prometheus: Stand-in' }).click();
    await page.getByRole('menuitem', { name: 'Remove Stand-in…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Remove' })
      .click();
  });
  expect(consoleErrors.ours).toEqual([]);
});
