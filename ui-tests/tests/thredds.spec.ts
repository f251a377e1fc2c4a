import type { Locator, Page } from '@playwright/test';
import { whileServing } from '../dataServer';
import { expect, openSidePanel, test } from '../fixtures';
import { execute, sources } from '../notebooks';
import { expand } from '../stories';

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

test('from the page of a THREDDS server to the values of a dataset', async ({
  page,
  consoleErrors
}) => {
  await whileServing('tests/thredds_server.py', async url => {
    await page.notebook.createNew();
    const panel = await openSidePanel(page, 'Catalog');
    await panel
      .getByRole('button', { name: 'Add catalog', exact: true })
      .click();
    await panel.getByLabel('URL or path of a catalog').fill(`${url}/thredds/`);
    await panel.getByRole('button', { name: 'Add', exact: true }).click();

    await expand(panel, /Test server/);
    await expand(panel, /catalog Sea surface/);
    await panel.getByRole('treeitem', { name: /Daily \/ sst\.nc/ }).click();
    await expect(panel.getByRole('list', { name: 'Problems' })).toHaveCount(0);
    await panel
      .getByRole('button', { name: 'Insert load code', exact: true })
      .click();
    const address = `${url}/thredds/dodsC/sea/sst.nc`;
    await expect
      .poll(() => sources(page))
      .toContainEqual(expect.stringContaining(address));

    const load = (await sources(page)).find(text => text.includes(address));
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
    await remove(page, panel.getByRole('treeitem', { name: /Test server/ }));
  });
});

test('a dataset of ERDDAP is cut to the bounds that are typed', async ({
  page,
  consoleErrors
}) => {
  await whileServing('tests/erddap_stub.py', async url => {
    await page.notebook.createNew();
    const panel = await openSidePanel(page, 'Catalog');
    await panel
      .getByRole('button', { name: 'Add catalog', exact: true })
      .click();
    await panel.getByLabel('URL or path of a catalog').fill(url);
    await panel.getByRole('button', { name: 'Add', exact: true }).click();

    await expand(panel, /ERDDAP at/);
    await expand(panel, /catalog Toy buoys/);
    await panel.getByRole('treeitem', { name: /table Toy buoys/ }).click();
    await panel.getByLabel(/^wtmp_min/).fill('2');
    await panel.getByLabel(/^wtmp_max/).fill('11.5');
    await panel
      .getByRole('button', { name: 'Insert load code', exact: true })
      .click();
    await expect
      .poll(() => sources(page))
      .toContainEqual(expect.stringContaining('wtmp%3E=2&wtmp%3C=11.5'));

    const load = (await sources(page)).find(text => text.includes('.csvp'));
    const variable = /^(\w+) = pd/m.exec(load ?? '')?.[1];
    await page.notebook.addCell(
      'code',
      `print(len(${variable}), ${variable}["wtmp (degree_C)"].sum())`
    );
    await execute(page, 'notebook:run-all-cells');
    const count = (await sources(page)).length;
    await expect
      .poll(() => page.notebook.getCellTextOutput(count - 1), {
        timeout: 60_000
      })
      .toEqual([expect.stringContaining('3 23.0')]);
    expect(consoleErrors.ours).toEqual([]);
    await openSidePanel(page, 'Catalog');
    await remove(page, panel.getByRole('treeitem', { name: /ERDDAP at/ }));
  });
});
