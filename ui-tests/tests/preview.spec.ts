/** Previews: what is shown of grids and tables, that trust is asked for first, and that nothing is run by opening. */
import { expect, openSidePanel, test, violations } from '../fixtures';
import { expand, selectOceanEntry } from '../stories';

test('a sample store shows a map and its HTML, a table its head', async ({
  page,
  consoleErrors
}) => {
  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/pangeo/previews')) {
      asked.push(request.method());
    }
  });
  const panel = await selectOceanEntry(page);
  const button = panel.getByRole('button', { name: 'Preview', exact: true });
  await expect(button).toBeVisible();
  // Opening an entry runs nothing.
  expect(asked).toEqual([]);
  await button.press('Enter');
  const preview = panel.getByRole('region', { name: 'Preview' });
  const map = preview.getByRole('img', { name: /^Map of / });
  await expect(map).toBeVisible({ timeout: 60_000 });
  await expect(preview).toContainText('The first of: time 2000-01-15');
  await expect(preview).toContainText('time 24');
  await map.press('ArrowRight');
  await expect(preview.getByRole('status').last()).toContainText('xh ');
  const frame = preview.frameLocator('iframe');
  await expect(frame.locator('.xr-header')).toContainText('xarray.Dataset');
  await expect(preview.locator('iframe')).toHaveAttribute('sandbox', '');
  expect(await violations(page, preview.locator('figure'))).toEqual([]);

  await expand(panel, /Floats/);
  await panel.getByRole('treeitem', { name: /Float profiles \(CSV\)/ }).click();
  await expect(preview).toHaveCount(0);
  await button.click();
  const head = preview.getByRole('table');
  await expect(head.getByRole('row')).toHaveCount(21, { timeout: 60_000 });
  await expect(head).toContainText('5900000');
  expect(consoleErrors.ours).toEqual([]);
});

test('a catalog from elsewhere is asked about first, and a preview can be cancelled', async ({
  page
}) => {
  const panel = await openSidePanel(page, 'Catalog');
  await panel.getByRole('button', { name: 'Add catalog', exact: true }).click();
  await panel
    .getByLabel('URL or path of a catalog')
    .fill('samples/ocean/data/monthly.zarr');
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await expand(panel, /monthly/);
  await panel
    .getByRole('treeitem', { name: /Sample ocean run/i })
    .last()
    .click();
  await panel.getByRole('button', { name: 'Preview', exact: true }).click();
  const preview = panel.getByRole('region', { name: 'Preview' });
  const question = preview.getByRole('group', { name: 'Trust' });
  await expect(question).toContainText('with your credentials');
  await expect(question).toContainText('monthly.zarr');
  await question.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(preview).toContainText('The preview was cancelled.');

  await preview.getByRole('button', { name: 'Retry', exact: true }).click();
  await question
    .getByRole('button', { name: 'Trust this catalog', exact: true })
    .click();
  await preview.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(preview).toContainText('The preview was cancelled.');
  // It is not asked a second time.
  await preview.getByRole('button', { name: 'Retry', exact: true }).click();
  await expect(preview.getByRole('img', { name: /^Map of / })).toBeVisible({
    timeout: 60_000
  });
});
