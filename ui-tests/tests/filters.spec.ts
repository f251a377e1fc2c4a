import { whileServing } from '../dataServer';
import {
  expect,
  layoutSaved,
  openSidePanel,
  reload,
  test,
  violations
} from '../fixtures';

test('one search narrowed by facet, map and time, kept over a reload, and a CSW asked as one types', async ({
  page,
  consoleErrors
}) => {
  await whileServing('tests/csw_server.py', async url => {
    let panel = await openSidePanel(page, 'Catalog');
    await panel
      .getByRole('button', { name: 'Add catalog', exact: true })
      .click();
    await panel.getByLabel('URL or path of a catalog').fill(url);
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    const service = panel.getByRole('treeitem', { name: /Marine records/ });
    await expect(service).toBeVisible();
    await panel.getByRole('treeitem', { name: /All records/ }).click();
    await expect(
      panel.getByRole('treeitem', { name: /Atlantic/ }).first()
    ).toBeVisible();

    await panel.getByRole('button', { name: 'Filters', exact: true }).click();
    const filters = panel.getByRole('region', { name: 'Filters' });
    await filters.locator('summary').filter({ hasText: 'Format' }).click();
    await filters
      .getByRole('checkbox', { name: /griddap|opendap/ })
      .first()
      .check();
    await expect(panel.getByText(/entr(y|ies) found/)).toBeVisible();
    expect(await violations(page, panel)).toEqual([]);

    const map = filters.getByRole('img', { name: /Map of the world/ });
    await map.scrollIntoViewIfNeeded();
    const area = await map.boundingBox();
    if (!area) {
      throw new Error('the map is not drawn');
    }
    await page.mouse.move(area.x + area.width * 0.9, area.y + 5);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width * 0.95, area.y + 15);
    await page.mouse.up();
    await expect(filters.getByLabel('West', { exact: true })).toHaveValue(
      /^1\d\d$/
    );
    await panel.getByRole('button', { name: /^Without Box: / }).click();
    await expect(filters.getByLabel('West', { exact: true })).toHaveValue('');
    const saved = layoutSaved(page, '2030-01-01');
    await filters.getByLabel('To', { exact: true }).fill('2030-01-01');
    await panel.getByRole('button', { name: 'Filters (2)' }).click();
    await expect(
      panel.getByRole('button', { name: /^Remove the filter Time span/ })
    ).toBeVisible();

    await saved;
    await reload(page);
    panel = await openSidePanel(page, 'Catalog');
    await panel
      .getByRole('button', { name: /^Remove the filter Time span/ })
      .click();
    await panel.getByRole('button', { name: 'Clear filters' }).click();

    // Opened in the life of this page, so asked by itself.
    await service.click({ position: { x: 60, y: 8 } });
    const box = panel.getByRole('searchbox', { name: 'Search catalogs' });
    await box.fill('sea surface');
    const answer = panel.getByRole('treeitem', {
      name: /records? of Marine records.*Keep as search/
    });
    await expect(answer).toBeVisible();
    await expect(
      panel.getByRole('treeitem', { name: /Pacific: OPeNDAP/, level: 2 })
    ).toBeVisible();
    expect(await violations(page, panel)).toEqual([]);
    await answer.click();
    await expect(box).toHaveValue('');
    await expect(
      panel.getByRole('treeitem', { name: /search “sea surface”/ })
    ).toBeVisible();
  });
  expect(consoleErrors.ours).toEqual([]);
});
