import { expect, openSidePanel, test } from '../fixtures';
import { sources } from '../notebooks';
import { expand } from '../stories';

const CATALOG = `
sources:
  guarded:
    driver: parquet
    parameters:
      level: {type: int, default: 1, min: 1, max: 7}
    args:
      urlpath: 's3://bucket/{{ level }}.parquet'
      storage_options: {key: AKIA12345, secret: never-shown}
`;

test('a login, a size, a parameter that does not fit, and the way back from a cell', async ({
  page,
  tmpPath,
  consoleErrors
}) => {
  await page.contents.uploadContent(CATALOG, 'text', `${tmpPath}/guarded.yaml`);
  await page.notebook.createNew();
  const panel = await openSidePanel(page, 'Catalog');
  for (const location of [`${tmpPath}/guarded.yaml`, 'samples/ocean/data']) {
    await panel
      .getByRole('button', { name: 'Add catalog', exact: true })
      .click();
    await panel.getByLabel('URL or path of a catalog').fill(location);
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    // It stays while the catalog is read; a click on its button would only close it.
    await expect(panel.getByRole('form', { name: 'Add catalog' })).toHaveCount(
      0
    );
  }

  await expand(panel, /\bdata\b/);
  await panel.getByRole('treeitem', { name: /Sample ocean run/i }).click();
  await expect(panel.getByRole('region', { name: 'Size' })).toContainText(
    /time 24 × .* · zarr v/
  );

  await expand(panel, /guarded/);
  await panel
    .getByRole('treeitem', { name: /guarded/ })
    .nth(1)
    .click();
  await expect(panel.getByLabel('Access')).toBeVisible();
  await expect(panel.getByRole('list', { name: 'Problems' })).toContainText(
    'itself holds a secret'
  );
  await expect(panel).not.toContainText('never-shown');

  const level = panel.getByRole('textbox', { name: 'level' });
  const insert = panel.getByRole('button', {
    name: 'Insert load code',
    exact: true
  });
  await level.fill('9');
  await insert.click();
  await expect(
    page.getByText('does not fit the parameter level')
  ).toBeVisible();
  expect((await sources(page)).join('')).toBe('');
  await level.fill('3');
  await insert.click();
  await expect
    .poll(() => sources(page))
    .toContainEqual(expect.stringContaining('s3://bucket/3.parquet'));

  await panel.getByRole('treeitem', { name: /Sample ocean run/i }).click();
  await page.locator('.jp-CodeCell').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Show in Catalog' }).click();
  await expect(panel.getByLabel('Access')).toBeVisible();
  expect(consoleErrors.ours).toEqual([]);
});
