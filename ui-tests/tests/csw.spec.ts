import type { Locator, Page } from '@playwright/test';
import { whileServing } from '../dataServer';
import { expect, openSidePanel, test, violations } from '../fixtures';
import { execute, sources } from '../notebooks';

/** Off the list again: the tests share one server. */
async function remove(page: Page, catalog: Locator): Promise<void> {
  await catalog.click({ position: { x: 60, y: 8 } });
  await page.getByRole('button', { name: 'Remove…', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Remove', exact: true })
    .click();
  await expect(catalog).toHaveCount(0);
}

test('from a search in a CSW by text, box and time to the mean of a record @story', async ({
  page,
  consoleErrors
}) => {
  await whileServing('tests/csw_server.py', async url => {
    await page.notebook.createNew();
    const panel = await openSidePanel(page, 'Catalog');
    await panel
      .getByRole('button', { name: 'Add catalog', exact: true })
      .click();
    await panel.getByLabel('URL or path of a catalog').fill(url);
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    const service = panel.getByRole('treeitem', { name: /Marine records/ });
    await expect(service).toBeVisible();

    const form = panel.getByRole('form', { name: 'Search this service' });
    await form.getByLabel('Text', { exact: true }).fill('sea surface');
    const box = { West: '-150', South: '-10', East: '-140', North: '10' };
    for (const [name, value] of Object.entries(box)) {
      await form.getByLabel(name, { exact: true }).fill(value);
    }
    await form.getByLabel('From', { exact: true }).fill('2011-01-01');
    await form.getByLabel('To', { exact: true }).fill('2011-12-31');
    expect(await violations(page, panel)).toEqual([]);
    await form.getByLabel('To', { exact: true }).press('Enter');

    const record = panel.getByRole('treeitem', { name: /Pacific: OPeNDAP/ });
    await expect(panel.getByRole('treeitem', { name: /Atlantic/ })).toHaveCount(
      0
    );
    await record.click();
    await panel
      .getByRole('button', { name: 'Insert load code', exact: true })
      .click();
    await expect
      .poll(() => sources(page))
      .toContainEqual(expect.stringContaining('/pacific.nc'));
    const load = (await sources(page)).find(text => text.includes('/pacific'));
    const variable = /^(\w+) = xr/m.exec(load ?? '')?.[1];
    expect(variable).toBeTruthy();
    await page.notebook.addCell(
      'code',
      `print(${variable}.sst.chunks is not None, float(${variable}.sst.mean()))`
    );
    await execute(page, 'notebook:run-all-cells');
    const count = (await sources(page)).length;
    await expect
      .poll(() => page.notebook.getCellTextOutput(count - 1), {
        timeout: 60_000
      })
      .toEqual([expect.stringContaining('True 5.5')]);
    expect(consoleErrors.ours).toEqual([]);
    await openSidePanel(page, 'Catalog');
    await remove(page, service);
  });
});
