import { expect, layoutSaved, openSidePanel, reload, test } from '../fixtures';
import { cells, execute, sources } from '../notebooks';
import { drawn, selectOceanEntry, shutAllDown, startCluster } from '../stories';

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

  await openSidePanel(page, 'Clusters');
  await card.click({ position: { x: 40, y: 10 } });
  await card.getByRole('button', { name: 'Connect notebook' }).click();
  await expect
    .poll(() => sources(page))
    .toContainEqual(expect.stringContaining('Client('));

  const cells = await sources(page);
  const load = cells.find(text => text.includes('xr.open_dataset')) ?? '';
  const variable = /^(\w+) = xr\.open_dataset/m.exec(load)?.[1];
  expect(variable).toBeTruthy();
  await page.notebook.addCell(
    'code',
    [
      // Without indentation: Lab's editor would add its own.
      'from distributed import get_task_stream',
      'stream = get_task_stream(client)',
      'stream.__enter__()',
      `mean = float(${variable}["thetao"].mean().compute())`,
      'stream.__exit__(None, None, None)',
      'workers = {row["worker"] for row in stream.data}',
      'print(0 < len(workers) and workers <= set(client.scheduler_info()["workers"]), 0 < mean < 40)'
    ].join('\n')
  );
  await execute(page, 'notebook:run-all-cells');
  const count = (await sources(page)).length;
  await expect
    .poll(() => page.notebook.getCellTextOutput(count - 1), {
      timeout: 60_000
    })
    .toEqual([expect.stringContaining('True True')]);
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
