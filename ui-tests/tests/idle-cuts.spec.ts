import type { Page, WebSocket } from '@playwright/test';
import { expect, openSidePanel } from '../fixtures';
import { test } from '../ownServer';
import { drawn, startCluster } from '../stories';

test.use({ serverOptions: { idleSeconds: 2 } });

/** Sockets to addresses that fit, and what became of them. */
class Sockets {
  constructor(page: Page, address: RegExp) {
    page.on('websocket', socket => {
      if (address.test(socket.url())) {
        this._open.add(socket);
        socket.on('close', () => {
          this._open.delete(socket);
          this.cuts++;
          this.heard = 0;
        });
        socket.on('framereceived', () => this.heard++);
      }
    });
  }

  /** How many were closed. */
  cuts = 0;
  /** Messages since the last was closed. */
  heard = 0;

  get open(): number {
    return this._open.size;
  }

  private _open = new Set<WebSocket>();
}

/** Start a cluster as another program of the same user does. */
async function startElsewhere(page: Page, url: string): Promise<void> {
  const cookies = await page.context().cookies(url);
  const xsrf = cookies.find(({ name }) => name === '_xsrf')?.value ?? '';
  const answer = await page.request.post(`${url}/pangeo/clusters`, {
    headers: { 'X-XSRFToken': xsrf },
    data: { factory: 'local', name: 'from elsewhere' }
  });
  expect(answer.status()).toBe(202);
}

test('news that came while a proxy had cut the live socket is shown', async ({
  page,
  own
}) => {
  const live = new Sockets(page, /\/pangeo\/live/);
  const panel = await openSidePanel(page, 'Clusters');
  await expect.poll(() => live.cuts).toBeGreaterThan(1);
  const { cuts } = live;
  await expect
    .poll(() => live.cuts > cuts && live.open === 0, { intervals: [10] })
    .toBe(true);

  await startElsewhere(page, own.url);

  const card = panel.getByRole('listitem', { name: 'from elsewhere' });
  await expect(card).toHaveAttribute('data-state', 'running');
  await expect(panel.getByText('No connection')).toHaveCount(0);
});

test('a plot lives on after a proxy has cut it several times', async ({
  page
}) => {
  const dashboard = new Sockets(page, /\/dashboard\/individual-/);
  const card = await startCluster(page);
  await card.click({ position: { x: 40, y: 10 } });
  const panel = await openSidePanel(page, 'Clusters');
  await panel.getByRole('button', { name: 'Progress', exact: true }).click();
  const plot = page.locator('.jp-OpaqueFrame');
  await expect(plot).toHaveAttribute('data-phase', 'shown');

  await expect.poll(() => dashboard.cuts).toBeGreaterThan(2);

  await expect.poll(() => dashboard.heard).toBeGreaterThan(0);
  await expect(plot).toHaveAttribute('data-phase', 'shown');
  await drawn(page);
});
