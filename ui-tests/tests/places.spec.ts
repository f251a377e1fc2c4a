import {
  expect,
  type IJupyterLabPageFixture,
  openSidePanel,
  restored,
  test
} from '../fixtures';
import { selectOceanEntry } from '../stories';

/** Go to an address of Lab, whatever it opens. */
async function visit(
  page: IJupyterLabPageFixture,
  address: string
): Promise<void> {
  // galata's own goto would wait for the Launcher.
  await page.evaluate(url => {
    window.location.href = url;
  }, address);
  await page.waitForURL(url => url.href === address || !url.search);
  await restored(page);
}

test('an entry is starred, shown in a tab, and found again by a link', async ({
  page,
  context,
  consoleErrors
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const panel = await selectOceanEntry(page);
  const details = panel.getByRole('article');
  await details.getByRole('button', { name: 'Star', exact: true }).click();
  const starred = panel.getByRole('list', { name: 'Starred' });
  await expect(starred.getByRole('listitem')).toHaveCount(1);
  await expect(starred).toContainText('monthly means');

  await details.getByRole('button', { name: 'Copy a link to this' }).click();
  await expect(page.getByText(/is in the clipboard/)).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('pangeo-catalog=');

  await details
    .getByRole('button', { name: 'Show the details in a tab' })
    .click();
  const tab = page.locator('#jp-pangeo-catalog-details');
  await expect(tab.getByRole('article')).toContainText('monthly means');
  await expect(details).toHaveCount(0);
  await page.getByRole('tab', { name: /monthly means/ }).click();
  await page.keyboard.press('Alt+w');
  await expect(tab).toHaveCount(0);
  await expect(details).toContainText('monthly means');

  const other = panel.getByRole('treeitem', { name: /\bFloats\b/ });
  await other.click();
  await expect(details).not.toContainText('monthly means');
  await starred
    .getByRole('button', { name: /monthly means/ })
    .first()
    .click();
  await expect(details).toContainText('monthly means');

  await other.click();
  await visit(page, link);
  const again = await openSidePanel(page, 'Catalog');
  await expect(again.getByRole('article')).toContainText('monthly means');
  await expect(
    again.getByRole('treeitem', { name: /monthly means/, selected: true })
  ).toBeVisible();
  expect(new URL(page.url()).search).not.toContain('pangeo');
  expect(consoleErrors.ours).toEqual([]);
});

test('a link into a catalog that is not listed asks first; one that cannot be read is said in the form', async ({
  page
}) => {
  const address = new URL('?pangeo-catalog=samples/nowhere.yaml', page.url());
  await visit(page, address.href);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('samples/nowhere.yaml');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const panel = await openSidePanel(page, 'Catalog');
  const row = panel
    .locator('[data-kind="catalog"]')
    .filter({ hasText: 'nowhere' });
  await expect(panel.getByRole('treeitem').first()).toBeVisible();
  await expect(row).toHaveCount(0);

  await panel.getByRole('button', { name: 'Add catalog', exact: true }).click();
  const form = panel.getByRole('form', { name: 'Add catalog' });
  await form
    .getByLabel('URL or path of a catalog')
    .fill('samples/nowhere.yaml');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText('There is no file');
  await expect(row).toBeVisible();
  await form.getByRole('button', { name: 'Remove…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect(row).toHaveCount(0);
  await expect(form).toHaveCount(0);
});

test('a catalog of the list gets another title and another place', async ({
  page
}) => {
  const panel = await openSidePanel(page, 'Catalog');
  const first = panel.getByRole('treeitem').first();
  await expect(first).toHaveAccessibleName(/Sample data/);
  await panel.getByRole('button', { name: 'Add catalog', exact: true }).click();
  await panel
    .getByLabel('URL or path of a catalog')
    .fill('samples/argo/catalog.yaml');
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  const up = panel.getByRole('button', { name: 'Move up in the list' });
  await up.click();
  await expect(first).not.toHaveAccessibleName(/Sample data/);
  await expect(up).toBeDisabled();

  await panel.getByRole('button', { name: 'Rename…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('My floats');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect(first).toHaveAccessibleName(/My floats/);
  await panel.getByRole('button', { name: 'Remove…' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(first).toHaveAccessibleName(/Sample data/);
});
