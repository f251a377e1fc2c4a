import { expect, openSidePanel, test } from '../fixtures';
import { execute, sources } from '../notebooks';
import { expand } from '../stories';

const PLACE = 'samples/imagery/stac/catalog.json';
/** Mean of the sample scene, all four bands: what its formula gives. */
const MEAN = 2387.27;

test('from a STAC catalog to the mean of a cloud-optimised GeoTIFF', async ({
  page,
  consoleErrors
}) => {
  await page.notebook.createNew();
  const panel = await openSidePanel(page, 'Catalog');
  await panel.getByRole('button', { name: 'Add catalog', exact: true }).click();
  await panel.getByLabel('URL or path of a catalog').fill(PLACE);
  await panel.getByRole('button', { name: 'Add', exact: true }).click();

  await expand(panel, /Sample scenes \(STAC\)/);
  await panel.getByRole('treeitem', { name: /catalog Scenes\b/ }).click();
  // The collection tells of itself once it is read.
  const facts = panel.getByRole('table', { name: 'About the entry' });
  await expect(facts).toContainText('jupyterlab-pangeo samples');
  await expect(facts).toContainText('CC0-1.0');

  await expand(panel, /catalog Scene with four bands/);
  await panel.getByRole('treeitem', { name: /Reflectance/ }).click();
  await expect(facts).toContainText('2024-01-01T00:00:00Z');
  await expect(facts).toContainText(
    'west 9, south 47.7842, east 9.1027, north 47.8533'
  );
  await expect(panel.getByRole('list', { name: 'Problems' })).toHaveCount(0);
  await panel
    .getByRole('button', { name: 'Insert load code', exact: true })
    .click();
  await expect
    .poll(() => sources(page))
    .toContainEqual(expect.stringContaining('rioxarray.open_rasterio('));

  const load = (await sources(page)).find(text => text.includes('rioxarray'));
  const variable = /^(\w+) = rioxarray/m.exec(load ?? '')?.[1];
  expect(variable).toBeTruthy();
  await page.notebook.addCell(
    'code',
    `print(${variable}.chunks is not None, ${variable}.sizes["band"], round(float(${variable}.mean()), 2))`
  );
  await execute(page, 'notebook:run-all-cells');
  const count = (await sources(page)).length;
  await expect
    .poll(() => page.notebook.getCellTextOutput(count - 1), {
      timeout: 60_000
    })
    .toEqual([expect.stringContaining(`True 4 ${MEAN}`)]);
  expect(consoleErrors.ours).toEqual([]);
});
