import { whileServing } from '../dataServer';
import { expect, openSidePanel, test, violations } from '../fixtures';
import { sources } from '../notebooks';
import {
  computeOnWorkers,
  connectNotebook,
  shutAllDown,
  startCluster,
  variableOf
} from '../stories';

test.afterEach(async ({ page }) => {
  await shutAllDown(page);
});

test('from a search in a CSW by text, box and time to the mean of a record on a cluster', async ({
  page,
  consoleErrors
}) => {
  await whileServing('tests/csw_server.py', async url => {
    const card = await startCluster(page);
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
    await connectNotebook(page, card);
    const variable = await variableOf(page, '/pacific');
    expect(await computeOnWorkers(page, `${variable}.sst.mean()`)).toBe(
      'True 5.5'
    );
    expect(consoleErrors.ours).toEqual([]);
  });
});
