import * as path from 'path';
import type { Page } from '@playwright/test';
import {
  type ConsoleErrors,
  expect,
  openSidePanel,
  violations
} from '../fixtures';
import { test } from '../ownServer';

const PICTURES = path.resolve(__dirname, '..', 'screenshots');

/** Both panels show one and the same calm notice, with nothing that is wrong for axe. */
async function expectNotice(page: Page, text: RegExp): Promise<void> {
  for (const name of ['Catalog', 'Clusters']) {
    const panel = await openSidePanel(page, name);
    const notice = panel.getByRole('status').filter({ hasText: text });
    await expect(notice).toHaveCount(1);
    await expect(panel.getByRole('alert')).toHaveCount(0);
    expect(await violations(page, panel)).toEqual([]);
  }
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** What the page itself complains of; the browser notes every answer that is a 404. */
function complaints({ ours }: ConsoleErrors): string[] {
  return ours.filter(
    text => !/^Failed to load resource: .* 404 .*\/pangeo\//.test(text)
  );
}

test.describe('without its server half', () => {
  test.use({
    serverOptions: {
      jupyter: ["--ServerApp.jpserver_extensions={'jupyterlab_pangeo': False}"]
    }
  });

  test('the page says so calmly and asks no more', async ({
    page,
    consoleErrors
  }) => {
    const sockets: string[] = [];
    page.on('websocket', socket => sockets.push(socket.url()));

    await expectNotice(page, /server half of jupyterlab-pangeo is not there/);

    await page.screenshot({
      path: path.join(PICTURES, 'without-server-half.png')
    });
    expect(complaints(consoleErrors)).toEqual([]);
    expect(sockets.filter(url => url.includes('/pangeo/'))).toEqual([]);
  });
});

test('with a server half of another version the page says so calmly and works', async ({
  page,
  consoleErrors
}) => {
  await page.route(/\/pangeo\/status(\?|$)/, async route => {
    const response = await route.fetch();
    const status = (await response.json()) as object;
    await route.fulfill({ response, json: { ...status, version: '99.1.0' } });
  });
  await page.reload();

  await expectNotice(page, /the server has version 99\.1\.0/);

  const clusters = await openSidePanel(page, 'Clusters');
  await expect(
    clusters.getByRole('button', { name: 'Start a cluster' })
  ).toBeVisible();
  const catalog = await openSidePanel(page, 'Catalog');
  await expect(
    catalog.getByRole('treeitem', { name: /Sample data/ })
  ).toBeVisible();
  await page.screenshot({
    path: path.join(PICTURES, 'other-server-half.png')
  });
  expect(complaints(consoleErrors)).toEqual([]);
});
