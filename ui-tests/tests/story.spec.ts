import { expect, layoutSaved, openSidePanel, reload, test } from '../fixtures';
import { cells, execute, sources } from '../notebooks';
import {
  computeOnWorkers,
  connectNotebook,
  drawn,
  selectOceanEntry,
  shutAllDown,
  startCluster,
  variableOf
} from '../stories';

test.afterEach(async ({ page }) => {
  await shutAllDown(page);
});

test('from a catalog entry to a value computed on a cluster @story', async ({
  page,
  consoleErrors
}) => {
  const card = await startCluster(page);
  await page.notebook.createNew();

  const catalog = await selectOceanEntry(page);
  await expect(
    catalog.getByText('Zarr', { exact: false }).first()
  ).toBeVisible();
  await catalog
    .getByRole('button', { name: 'Insert load code', exact: true })
    .click();
  await expect
    .poll(() => sources(page))
    .toContainEqual(expect.stringContaining('xr.open_dataset'));

  await connectNotebook(page, card);
  const variable = await variableOf(page, 'xr.open_dataset');
  const [didWorkers, mean] = (
    await computeOnWorkers(page, `${variable}["thetao"].mean()`)
  ).split(' ');
  expect(didWorkers).toBe('True');
  expect(Number(mean)).toBeGreaterThan(0);
  expect(Number(mean)).toBeLessThan(40);
  expect(consoleErrors.ours).toEqual([]);
});

test('one undo step takes the load code away again @story', async ({
  page
}) => {
  await page.notebook.createNew();
  const before = await sources(page);
  const catalog = await selectOceanEntry(page);
  await catalog
    .getByRole('button', { name: 'Insert load code', exact: true })
    .click();
  await expect
    .poll(() => sources(page))
    .toContainEqual(expect.stringContaining('xr.open_dataset'));
  const made = (await cells(page)).find(({ source }) =>
    source.includes('xr.open_dataset')
  );
  expect(made?.metadata.pangeo).toMatchObject({
    catalog: expect.anything(),
    entry: expect.anything()
  });

  await execute(page, 'notebook:undo-cell-action');
  await expect.poll(() => sources(page)).toEqual(before);
});

test('plots open from the card, live, and are back after a reload @story', async ({
  page
}) => {
  const card = await startCluster(page);
  await card.click({ position: { x: 40, y: 10 } });
  const panel = await openSidePanel(page, 'Clusters');
  const saved = layoutSaved(page, 'progress');
  for (const plot of ['Task Stream', 'Progress']) {
    await panel.getByRole('button', { name: plot, exact: true }).click();
    await expect(
      page.getByRole('main').getByRole('tab', { name: plot })
    ).toBeVisible();
    await drawn(page);
  }
  await saved;

  await reload(page);

  for (const plot of ['Task Stream', 'Progress']) {
    await expect(
      page.getByRole('main').getByRole('tab', { name: plot })
    ).toBeVisible();
  }
  await drawn(page);
});

test('a cluster is scaled, fixed and adaptive, and shut down @story', async ({
  page
}) => {
  const card = await startCluster(page);
  await card.click({ position: { x: 40, y: 10 } });
  await card.getByRole('button', { name: 'Scale', exact: true }).click();
  let dialog = page.getByRole('dialog');
  await dialog.getByLabel('Workers', { exact: true }).fill('1');
  await dialog.getByRole('button', { name: 'Scale' }).click();
  await expect(card).toContainText('1 worker', { timeout: 30_000 });

  await card.getByRole('button', { name: 'Scale', exact: true }).click();
  dialog = page.getByRole('dialog');
  await dialog.getByLabel('Scaling').selectOption({ label: 'Adaptive' });
  await dialog.getByLabel(/minimum/i).fill('1');
  await dialog.getByLabel(/maximum/i).fill('2');
  await dialog.getByRole('button', { name: 'Scale' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await card.getByRole('button', { name: 'Shut down' }).click();
  await expect(card).toHaveCount(0, { timeout: 15_000 });
});
