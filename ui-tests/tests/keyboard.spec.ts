import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import {
  countPointers,
  goTo,
  reachSidePanel,
  runCommand,
  use
} from '../keyboard';
import { cells, sources } from '../notebooks';
import { shutAllDown } from '../stories';

const LOADS = expect.stringContaining('= xr.open_dataset(');
const CONNECTS = expect.stringContaining('client = Client(');

/** Run a notebook's cells from the first to the last, and see that none of them failed. */
async function runFromTheTop(page: Page, count: number): Promise<void> {
  const notebook = page.locator('.jp-Notebook');
  await expect(notebook).toHaveClass(/jp-mod-commandMode/);
  for (let cell = 0; cell < count; cell++) {
    await page.keyboard.press('ArrowUp');
  }
  for (let cell = 0; cell < count; cell++) {
    await page.keyboard.press('Shift+Enter');
  }
  await expectRun(page, count);
}

async function expectRun(page: Page, count: number): Promise<void> {
  await expect
    .poll(
      async () =>
        (await cells(page, '.ipynb'))
          .slice(0, count)
          .map(cell => cell.execution_count),
      { timeout: 60_000 }
    )
    .toEqual(Array.from({ length: count }, (_, index) => index + 1));
  const outputs = JSON.stringify(await cells(page, '.ipynb'));
  expect(outputs).toContain('thetao');
  expect(outputs).toContain('<Client: ');
  expect(outputs).not.toContain('"output_type":"error"');
}

/** Type a cell below the active one and run it. */
async function typeCell(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await page.keyboard.press('Enter');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Shift+Enter');
}

function tab(page: Page, name: string | RegExp): Locator {
  return page.getByRole('main').getByRole('tab', { name, exact: true });
}

test.afterEach(async ({ page }) => {
  await shutAllDown(page);
});

test('the whole story goes by keys alone', async ({ page }) => {
  // Some hundred keys, each waited for.
  test.slow();
  const presses = await countPointers(page);
  const { keyboard } = page;

  // A new cluster.
  let clusters = await reachSidePanel(page, 'Clusters');
  await use(
    page,
    clusters.getByRole('button', { name: 'New cluster', exact: true })
  );
  const card = clusters.locator('li[data-cluster-id]');
  await expect(card).toHaveAttribute('data-state', 'running', {
    timeout: 60_000
  });

  // An entry of a nested catalog.
  const catalog = await reachSidePanel(page, 'Catalog');
  const item = (name: RegExp) => catalog.getByRole('treeitem', { name });
  await goTo(page, item(/Sample data/));
  await keyboard.press('ArrowRight');
  await goTo(page, item(/\bOcean\b(?! model)/), 'ArrowDown');
  await keyboard.press('ArrowRight');
  await goTo(page, item(/monthly means/), 'ArrowDown');
  await keyboard.press('Enter');
  const insert = catalog.getByRole('button', { name: 'Insert load code' });
  await use(page, insert);
  const dialog = page.getByRole('dialog');
  await use(page, dialog.getByRole('button', { name: 'New notebook' }));
  await expect.poll(() => sources(page, '.ipynb')).toEqual([LOADS]);

  // A notebook that is connected, and both cells run.
  clusters = await reachSidePanel(page, 'Clusters');
  await goTo(page, card);
  await use(page, card.getByRole('button', { name: 'Connect notebook' }));
  await expect.poll(() => sources(page, '.ipynb')).toEqual([LOADS, CONNECTS]);
  await runFromTheTop(page, 2);

  // Plots.
  for (const plot of ['Task Stream', 'Progress']) {
    clusters = await reachSidePanel(page, 'Clusters');
    await use(page, clusters.getByRole('button', { name: plot, exact: true }));
    await expect(tab(page, plot)).toHaveAttribute('aria-selected', 'true');
  }

  // Three workers, then as many as there is work for.
  await reachSidePanel(page, 'Clusters');
  await goTo(page, card);
  const scale = card.getByRole('button', { name: 'Scale', exact: true });
  const scaling = dialog.getByLabel('Scaling');
  await use(page, scale);
  await expect(scaling).toBeFocused();
  await goTo(page, dialog.getByLabel('Workers', { exact: true }));
  await keyboard.press('Control+A');
  await keyboard.type('3');
  await keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(card).toContainText('3 workers', { timeout: 30_000 });
  await use(page, scale);
  await expect(scaling).toBeFocused();
  await keyboard.press('a');
  await goTo(page, dialog.getByLabel('Minimum workers'));
  await keyboard.press('Control+A');
  await keyboard.type('1');
  await keyboard.press('Tab');
  await keyboard.press('Control+A');
  await keyboard.type('2');
  await keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(card).toContainText('(1–2)', { timeout: 30_000 });

  // Tasks, and the end, which is confirmed.
  const notebook = page.locator('.jp-Notebook');
  await goTo(page, page.getByRole('main').getByRole('tablist'));
  await use(page, tab(page, /\.ipynb$/), { by: 'ArrowLeft' });
  await goTo(page, notebook);
  await typeCell(
    page,
    'import time\nrunning = client.map(time.sleep, [600] * 5, pure=False)'
  );
  await expect(card).toContainText('5 tasks', { timeout: 30_000 });
  await reachSidePanel(page, 'Clusters');
  await goTo(page, card);
  await use(page, card.getByRole('button', { name: 'Shut down' }));
  await expect(dialog).toContainText('5 tasks run or wait');
  await use(page, dialog.getByRole('button', { name: 'Shut down' }));
  await expect(card).toHaveCount(0, { timeout: 30_000 });

  expect(await presses()).toBe(0);
});

test('every step of the story has its command in the palette', async ({
  page
}) => {
  const presses = await countPointers(page);
  const { keyboard } = page;
  const dialog = page.getByRole('dialog');

  await runCommand(page, 'New Cluster');
  await reachSidePanel(page, 'Clusters');
  const card = page.locator('li[data-cluster-id]');
  await expect(card).toHaveAttribute('data-state', 'running', {
    timeout: 60_000
  });

  await runCommand(page, 'Search Catalogs');
  const search = page.getByRole('searchbox', { name: 'Search catalogs' });
  await expect(search).toBeFocused();
  await keyboard.insertText('monthly');
  const hits = page.getByRole('tree', { name: 'Entries found' });
  await goTo(page, hits);
  await use(page, hits.getByRole('treeitem', { name: /monthly means/ }), {
    by: 'ArrowDown'
  });
  await runCommand(page, 'Insert Load Code');
  await use(page, dialog.getByRole('button', { name: 'New notebook' }));
  await expect.poll(() => sources(page, '.ipynb')).toEqual([LOADS]);

  await runCommand(page, 'Connect Notebook to Cluster');
  await expect.poll(() => sources(page, '.ipynb')).toEqual([LOADS, CONNECTS]);
  await runCommand(page, 'Run All Cells');
  await expectRun(page, 2);

  await runCommand(page, 'Open Plots');
  for (const plot of ['Task Stream', 'Progress']) {
    await expect(tab(page, plot)).toBeVisible();
  }

  await reachSidePanel(page, 'Clusters');
  await runCommand(page, 'Scale Cluster…');
  await expect(dialog.getByLabel('Scaling')).toBeFocused();
  await goTo(page, dialog.getByLabel('Workers', { exact: true }));
  await keyboard.press('Control+A');
  await keyboard.type('1');
  await keyboard.press('Enter');
  await expect(card).toContainText('1 worker', { timeout: 30_000 });

  await runCommand(page, 'Shut Down Cluster');
  await expect(card).toHaveCount(0, { timeout: 30_000 });
  expect(await presses()).toBe(0);
});
