import type { Locator, Page, WebSocket } from '@playwright/test';
import { expect, openSidePanel } from '../fixtures';
import { test } from '../ownServer';
import { drawn, startCluster } from '../stories';

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

/** Start a cluster and open a plot of it. */
async function openProgress(page: Page): Promise<Locator> {
  const card = await startCluster(page);
  await card.click({ position: { x: 40, y: 10 } });
  const panel = await openSidePanel(page, 'Clusters');
  await panel.getByRole('button', { name: 'Progress', exact: true }).click();
  const plot = page.locator('.jp-OpaqueFrame');
  await expect(plot).toHaveAttribute('data-phase', 'shown');
  return plot;
}

test.describe('behind a proxy that cuts what is silent for two seconds', () => {
  test.use({ serverOptions: { idleSeconds: 2 } });

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
    const plot = await openProgress(page);

    await expect.poll(() => dashboard.cuts).toBeGreaterThan(2);

    await expect.poll(() => dashboard.heard).toBeGreaterThan(0);
    await expect(plot).toHaveAttribute('data-phase', 'shown');
    await drawn(page);
  });
});

test.describe('behind a proxy that cuts what is silent for a minute', () => {
  test.use({ serverOptions: { idleSeconds: 60 } });

  test('the sockets of an idle page and of an idle plot are never cut', async ({
    page
  }) => {
    test.setTimeout(180_000);
    const live = new Sockets(page, /\/pangeo\/live/);
    const dashboard = new Sockets(page, /\/dashboard\/individual-/);
    await openProgress(page);
    // The panel of clusters would show samples, which pass the live socket all the time.
    await openSidePanel(page, 'Catalog');
    const idleSince = Date.now();
    // Nothing else tells that a minute went by in which nothing happened.
    await expect
      .poll(() => Date.now() - idleSince, { timeout: 90_000 })
      .toBeGreaterThan(65_000);
    expect([live.cuts, live.open]).toEqual([0, 1]);
    expect([dashboard.cuts, dashboard.open]).toEqual([0, 1]);
  });
});
