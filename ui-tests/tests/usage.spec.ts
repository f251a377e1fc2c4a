import * as path from 'path';
import type { Locator, Page } from '@playwright/test';
import {
  expect,
  layoutSaved,
  reload,
  setTheme,
  test,
  violations
} from '../fixtures';
import { execute } from '../notebooks';

const PICTURES = path.resolve(__dirname, '..', 'screenshots');

async function openUsage(page: Page): Promise<Locator> {
  await execute(page, 'pangeo:open-usage');
  const tab = page.locator('#jp-pangeo-usage');
  await expect(tab.getByRole('toolbar', { name: 'View' })).toBeVisible();
  return tab;
}

/** Ask anew until it is there: what is new is in the record a second later, and the view asks each 15 s. */
async function awaited(tab: Locator, wanted: () => Promise<void>) {
  await expect(async () => {
    await tab.getByRole('button', { name: 'Refresh now' }).click();
    await wanted();
  }).toPass({ timeout: 30_000 });
}

function panelOf(tab: Locator, name: string): Locator {
  return tab.getByRole('region', { name, exact: true });
}

async function choose(page: Page, panel: Locator, name: string): Promise<void> {
  await panel.hover();
  await panel.getByRole('button', { name: /^More about/ }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

test('a hidden tab asks for nothing, and what is chosen is asked for at once', async ({
  page
}) => {
  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/usage/query')) {
      asked.push(request.postData() ?? '');
    }
  });
  const tab = await openUsage(page);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  await tab
    .getByRole('combobox', { name: 'Refresh', exact: true })
    .selectOption('');
  await tab
    .getByRole('combobox', { name: 'Dashboard' })
    .selectOption({ label: 'Dask' });
  await expect(panelOf(tab, 'Tasks by state')).toBeVisible();
  await expect.poll(() => asked.join()).toContain('cluster_tasks');

  await tab.getByRole('button', { name: /Last 1 hour/ }).click();
  const form = page.getByRole('dialog', { name: 'Time that is shown' });
  await form.getByLabel('From').fill('yesterday');
  await expect(form.getByRole('button', { name: 'Apply' })).toBeDisabled();
  await form.getByLabel('From').fill('now-2h');
  await form.getByRole('button', { name: 'Apply' }).click();
  await expect(form).toHaveCount(0);
  await expect(tab.getByRole('button', { name: /Last 2 hours/ })).toBeFocused();
});

for (const theme of [
  'JupyterLab Light',
  'JupyterLab Dark',
  'JupyterLab Dark High Contrast'
] as const) {
  test(`the tab Usage fits and is accessible in ${theme}`, async ({ page }) => {
    await setTheme(page, theme);
    await page.notebook.createNew();
    const tab = await openUsage(page);
    const chart = panelOf(tab, 'Memory by notebook').getByRole('figure');
    await awaited(tab, () => expect(chart).toBeVisible({ timeout: 1000 }));
    for (const width of [1600, 1100]) {
      await page.setViewportSize({
        width,
        height: width === 1600 ? 1000 : 700
      });
      const scroll = tab.locator('.jp-UsageTab-scroll');
      expect(
        await scroll.evaluate(node => node.scrollWidth - node.clientWidth)
      ).toBeLessThanOrEqual(0);
      const name = theme.toLowerCase().replace(/ /g, '-');
      await page.screenshot({
        path: path.join(PICTURES, `usage-${name}-${width}.png`)
      });
    }
    expect(await violations(page, tab)).toEqual([]);
  });
}

test('a notebook that takes memory is seen in the tab Usage, which is back after a reload', async ({
  page,
  tmpPath,
  consoleErrors
}) => {
  await page.notebook.createNew();
  await page.notebook.addCell('code', "held = b'x' * 400 * 1024**2");
  await page.notebook.run();
  const tab = await openUsage(page);

  const memory = panelOf(tab, 'Memory by notebook');
  // The record knows the notebooks of other tests, too.
  const series = memory.getByRole('button', { name: tmpPath });
  await awaited(tab, () => expect(series).toBeVisible({ timeout: 1000 }));
  await expect(
    memory.getByRole('figure', { name: 'Memory by notebook' })
  ).toBeVisible();
  await expect(panelOf(tab, 'Memory')).toContainText(/\d (MiB|GiB)/);
  await expect(panelOf(tab, 'CPU')).toContainText('cores');

  await choose(page, memory, 'Show as Table');
  const numbers = memory.getByRole('table');
  await awaited(tab, async () => {
    const heads = await numbers.getByRole('columnheader').allInnerTexts();
    const column = heads.findIndex(name => name.includes(tmpPath));
    // The first head is that of the times, which are heads of their rows.
    const newest = numbers.locator('tbody tr').first().getByRole('cell');
    expect(await newest.nth(column - 1).innerText()).toMatch(/[45]\d\d MiB/);
  });
  await choose(page, memory, 'Show as Chart');

  const status = page.getByRole('button', { name: /^Memory: / });
  await expect(status).toHaveText(/ \/ .*GiB/, { timeout: 20_000 });

  const download = page.waitForEvent('download');
  await choose(page, memory, 'Save as CSV');
  expect((await download).suggestedFilename()).toBe('Memory-by-notebook.csv');

  await choose(page, memory, 'Open in a Tab');
  const own = page.getByRole('tab', { name: 'Memory by notebook' });
  await expect(own).toBeVisible();

  await tab.getByRole('button', { name: /Last 1 hour/ }).click();
  await page.getByRole('button', { name: 'Last 15 minutes' }).click();
  await layoutSaved(page, 'now-15m');
  await reload(page);
  await expect(own).toBeVisible();
  await page.getByRole('tab', { name: 'Usage', exact: true }).click();
  await expect(
    tab.getByRole('button', { name: 'Last 15 minutes' })
  ).toBeVisible();
  await expect(series).toBeVisible();
  expect(consoleErrors.ours).toEqual([]);
});
