import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { whileServing } from '../dataServer';
import { expect, openSidePanel, test } from '../fixtures';
import { execute, sources } from '../notebooks';
import { expand } from '../stories';

/** The copy of Pangeo's own catalogs that lies beside the repository, where there is one. */
const PANGEO = path.resolve(
  __dirname,
  '../../../shared/catalogs/pangeo-datastore/intake-catalogs/master.yaml'
);

/** Entries of the catalog, and what of them adds up to 66. */
const SUMS: Readonly<Record<string, string>> = {
  in_s3: 'in_s3.sst.sum()',
  over_http: 'over_http.sst.sum()',
  netcdf4: 'netcdf4.sst.sum()',
  parquet: 'parquet.sst.sum()',
  csv: 'csv.sst.sum() * (str(csv.when.iloc[2]) == "2020-02-01 00:00:00")'
};

test('Zarr in S3 and over HTTP, NetCDF4, Parquet, CSV with joined dates, and an address with a level, to their values', async ({
  page,
  consoleErrors
}) => {
  await whileServing('tests/scenario_data.py', async url => {
    await page.notebook.createNew();
    const panel = await openSidePanel(page, 'Catalog');
    await panel
      .getByRole('button', { name: 'Add catalog', exact: true })
      .click();
    await panel.getByLabel('URL or path of a catalog').fill(url);
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    const insert = panel.getByRole('button', {
      name: 'Insert load code',
      exact: true
    });
    const details = panel.getByRole('article');
    for (const name of Object.keys(SUMS)) {
      await panel.getByRole('treeitem', { name: new RegExp(name) }).click();
      await expect(details).toHaveAccessibleName(name);
      await insert.click();
      await expect
        .poll(() => sources(page))
        .toContainEqual(expect.stringMatching(new RegExp(`^${name} = `, 'm')));
    }

    await expand(panel, /\bsoil\b/);
    await panel.getByRole('treeitem', { name: /carbon/ }).click();
    await details.getByLabel('level').fill('4');
    await insert.click();
    await expect
      .poll(() => sources(page))
      .toContainEqual(expect.stringContaining('carbon_sl4_250m.csv'));

    const values = [...Object.values(SUMS), 'carbon.sst.sum()'];
    await page.notebook.addCell(
      'code',
      `print([float(value) for value in (${values.join(', ')})])`
    );
    await execute(page, 'notebook:run-all-cells');
    const last = (await sources(page)).length - 1;
    await expect
      .poll(() => page.notebook.getCellTextOutput(last), { timeout: 60_000 })
      .toEqual([
        expect.stringContaining('[66.0, 66.0, 66.0, 66.0, 66.0, 40.0]')
      ]);
    expect(consoleErrors.ours).toEqual([]);
  });
});

test('in the catalogs of Pangeo a chosen level is in the address', async ({
  page
}) => {
  test.skip(!existsSync(PANGEO), `there is no ${PANGEO}`);
  await page.notebook.createNew();
  const panel = await openSidePanel(page, 'Catalog');
  await panel.getByRole('button', { name: 'Add catalog', exact: true }).click();
  await panel.getByLabel('URL or path of a catalog').fill(PANGEO);
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await expand(panel, /\bhydro\b/i);
  await panel.getByRole('treeitem', { name: /soil_grids_multi_level/ }).click();
  await panel.getByRole('article').getByLabel('level').fill('3');
  await panel
    .getByRole('button', { name: 'Insert load code', exact: true })
    .click();
  await expect
    .poll(() => sources(page))
    .toContainEqual(
      expect.stringContaining('gs://pangeo-ncar-soilgrids/AWCh1_M_sl3_250m.tif')
    );
});
