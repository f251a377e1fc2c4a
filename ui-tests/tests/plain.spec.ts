import { expect, openSidePanel, test } from '../fixtures';
import { execute, sources } from '../notebooks';
import { expand } from '../stories';

test('a folder of data by its path, one of its stores in a notebook @story', async ({
  page,
  consoleErrors
}) => {
  await page.notebook.createNew();
  const panel = await openSidePanel(page, 'Catalog');
  await panel.getByRole('button', { name: 'Add catalog', exact: true }).click();
  await panel.getByLabel('URL or path of a catalog').fill('samples/ocean/data');
  await panel.getByRole('button', { name: 'Add', exact: true }).click();

  await expand(panel, /\bdata\b/);
  await panel.getByRole('treeitem', { name: /Sample ocean run/i }).click();
  const metadata = panel.getByRole('table', { name: 'Metadata' });
  await expect(metadata).toContainText('dimensions');
  await expect(panel.getByRole('list', { name: 'Problems' })).toHaveCount(0);
  await panel
    .getByRole('button', { name: 'Insert load code', exact: true })
    .click();
  await expect
    .poll(() => sources(page))
    .toContainEqual(expect.stringContaining('monthly.zarr'));

  const load = (await sources(page)).find(text => text.includes('xarray'));
  const variable = /^(\w+) = xr\./m.exec(load ?? '')?.[1];
  expect(variable).toBeTruthy();
  await page.notebook.addCell(
    'code',
    `print(${variable}.sizes["time"], "thetao" in ${variable})`
  );
  await execute(page, 'notebook:run-all-cells');
  const count = (await sources(page)).length;
  await expect
    .poll(() => page.notebook.getCellTextOutput(count - 1), {
      timeout: 60_000
    })
    .toEqual([expect.stringContaining('24 True')]);
  expect(consoleErrors.ours).toEqual([]);
});
