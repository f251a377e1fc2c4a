/** A collection: facets narrow, the code loads what is chosen, and the ensemble mean has the value of the files. */
import type { Locator } from '@playwright/test';
import { expect, layoutSaved, reload, test, violations } from '../fixtures';
import { execute, sources } from '../notebooks';
import { expandEntry } from '../stories';

async function select(panel: Locator): Promise<Locator> {
  await panel.getByRole('treeitem', { name: /as a collection/ }).click();
  return panel.getByRole('region', { name: 'Facets' });
}

/** Open a column and choose a value, by keyboard alone. */
async function choose(
  facets: Locator,
  column: string,
  value: string
): Promise<void> {
  const box = facets.getByRole('checkbox', { name: value });
  if (!(await box.isVisible())) {
    await facets.locator('summary', { hasText: column }).press('Enter');
  }
  await box.press('Space');
  await expect(box).toBeChecked();
}

test('facets of a collection lead to an ensemble mean', async ({ page }) => {
  await page.notebook.createNew();
  const panel = await expandEntry(page, /Climate/);
  const facets = await select(panel);
  const total = facets.getByRole('status');
  await expect(total).toHaveText('6 assets in 1 dataset');

  await choose(facets, 'variable', 'TREFHT');
  await expect(total).toHaveText('3 assets in 1 dataset');
  await choose(facets, 'member_id', '001');
  await choose(facets, 'member_id', '003');
  await expect(total).toHaveText('2 assets in 1 dataset');
  await expect(
    facets.getByRole('checkbox', { name: '003', exact: false })
  ).toBeFocused();
  // A column tells what its values would give with the choice in the others.
  await expect(
    facets.getByRole('checkbox', { name: 'PRECT' })
  ).toHaveAccessibleName(/PRECT\s*2/);
  expect(await violations(page, panel)).toEqual([]);

  await panel
    .getByRole('button', { name: 'Insert load code', exact: true })
    .click();
  await expect
    .poll(() => sources(page))
    .toEqual([expect.stringContaining("member_id=['001', '003']")]);
  await page.notebook.addCell(
    'code',
    [
      'import xarray as xr',
      'mean = float(next(iter(lens_collection.values())).TREFHT.mean("member_id").mean())',
      'paths = [path for path in cat.df.path.unique() if "002" not in path]',
      'expected = sum(float(xr.open_dataset(path).TREFHT.mean()) for path in paths) / 2',
      'print("agrees", len(paths), abs(mean - expected) < 1e-3, 200 < mean < 300)'
    ].join('\n')
  );
  await execute(page, 'notebook:run-all-cells');
  await expect(page.locator('.jp-OutputArea-output').last()).toContainText(
    'agrees 2 True True',
    { timeout: 90_000 }
  );
});

test('facets fit into a narrow panel, and the choice comes back after a reload', async ({
  page
}) => {
  const panel = await expandEntry(page, /Climate/);
  const facets = await select(panel);
  await page.sidebar.setWidth(320, 'left');
  await choose(facets, 'member_id', '002');
  await expect(facets.getByRole('status')).toHaveText('2 assets in 1 dataset');
  const overflow = await facets.evaluate(
    node => node.scrollWidth - node.clientWidth
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await layoutSaved(page, 'member_id');

  await reload(page);
  await expect(facets.getByRole('status')).toHaveText('2 assets in 1 dataset');
  await expect(facets.getByRole('checkbox', { name: '002' })).toBeChecked();
  await facets.getByRole('button', { name: 'Clear all' }).click();
  await expect(facets.getByRole('status')).toHaveText('6 assets in 1 dataset');
});
