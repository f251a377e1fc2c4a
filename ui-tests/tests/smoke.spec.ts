import {
  expect,
  layoutSaved,
  openSidePanel,
  reload,
  test,
  violations
} from '../fixtures';

for (const name of ['Clusters', 'Catalog']) {
  test(`Lab starts with the side panel ${name} @story`, async ({
    page,
    consoleErrors
  }) => {
    const panel = await openSidePanel(page, name);

    await expect(panel).toBeVisible();
    expect(consoleErrors.ours).toEqual([]);
  });

  test(`the side panel ${name} has no accessibility violation`, async ({
    page
  }) => {
    const panel = await openSidePanel(page, name);

    expect(await violations(page, panel)).toEqual([]);
  });
}

test('a side panel is still open after a reload @story', async ({ page }) => {
  const saved = layoutSaved(page, '"current":"jp-pangeo-catalog"');
  await openSidePanel(page, 'Catalog');
  await saved;

  await reload(page);

  const tab = page
    .getByRole('complementary')
    .getByRole('tab', { name: 'Catalog', exact: true });
  await expect(tab).toHaveAttribute('aria-selected', 'true');
});

test('the server asks for a login and for the XSRF token', async ({
  playwright,
  request,
  baseURL
}) => {
  const stranger = await playwright.request.newContext({
    storageState: { cookies: [], origins: [] }
  });
  const refused = await stranger.get(`${baseURL}/api/contents`);
  expect(refused.status()).toBe(403);
  await stranger.dispose();

  const forged = await request.post(`${baseURL}/api/contents`, {
    headers: { 'X-XSRFToken': 'forged' },
    data: { type: 'notebook' }
  });
  expect(forged.status()).toBe(403);
});

test("galata's helpers work on a server that checks @story", async ({
  page
}) => {
  await page.notebook.createNew();
  await page.notebook.setCell(0, 'code', '1 + 41');

  await page.notebook.run();

  expect(await page.notebook.getCellTextOutput(0)).toEqual(['42']);
});
