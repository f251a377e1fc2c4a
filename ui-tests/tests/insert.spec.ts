import * as fs from 'fs';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { onDisk } from '../homes';
import { cells, execute, notebookOf, sources } from '../notebooks';
import { selectOceanEntry } from '../stories';

const LOADS = expect.stringContaining('= xr.open_dataset(');

async function insert(page: Page): Promise<void> {
  const catalog = await selectOceanEntry(page);
  await catalog
    .getByRole('button', { name: 'Insert load code', exact: true })
    .click();
}

test('where no notebook is open a new one is offered, and taken or not', async ({
  page
}) => {
  const tabs = page.getByRole('main').getByRole('tab');
  const before = await tabs.allTextContents();
  await insert(page);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('No notebook is open');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await tabs.allTextContents()).toEqual(before);

  await insert(page);
  await dialog.getByRole('button', { name: 'New notebook' }).click();

  await expect(
    page.getByRole('main').getByRole('tab', { name: /\.ipynb/ })
  ).toBeVisible();
  await expect.poll(() => sources(page, '.ipynb')).toEqual([LOADS]);
  const [made] = await cells(page, '.ipynb');
  expect(made.metadata.pangeo).toMatchObject({
    names: ['ocean', 'ocean_monthly']
  });
  // Nothing is run, nor asked: the kernel is the default one.
  expect([made.execution_count ?? null, made.outputs]).toEqual([null, []]);
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await execute(page, 'notebook:undo-cell-action');
  await expect.poll(() => sources(page, '.ipynb')).toEqual(['']);
  expect((await cells(page, '.ipynb'))[0].metadata).not.toHaveProperty(
    'pangeo'
  );
});

for (const source of ['', 'kept = 1']) {
  test(`a read-only cell ${source ? 'with' : 'without'} text is left as it is; the code goes below, and away by one undo`, async ({
    page,
    tmpPath
  }) => {
    const before = notebookOf({ source, metadata: { editable: false } });
    await page.contents.uploadContent(before, 'text', `${tmpPath}/cell.ipynb`);
    await page.notebook.openByPath(`${tmpPath}/cell.ipynb`);
    await expect.poll(() => sources(page, 'cell.ipynb')).toEqual([source]);

    await insert(page);

    await expect
      .poll(() => sources(page, 'cell.ipynb'))
      .toEqual([source, LOADS]);
    const [kept, made] = await cells(page, 'cell.ipynb');
    expect(kept.metadata).not.toHaveProperty('pangeo');
    expect(kept.metadata).toHaveProperty('editable', false);
    expect(made.metadata).toHaveProperty('pangeo');
    expect(made.metadata).not.toHaveProperty('editable');
    // The new cell has the focus, without a cursor in its code: Shift Enter runs it.
    await expect(page.locator('.jp-Notebook')).toHaveClass(
      /jp-mod-commandMode/
    );
    await expect(page.locator('.jp-Notebook .jp-Cell').nth(1)).toBeFocused();

    await execute(page, 'notebook:undo-cell-action');
    await expect.poll(() => sources(page, 'cell.ipynb')).toEqual([source]);
  });
}

test('a read-only notebook is left as it is, and the person is told why and offered the code', async ({
  page,
  context,
  tmpPath
}) => {
  const file = `${tmpPath}/fixed.ipynb`;
  await page.contents.uploadContent(notebookOf({ source: '' }), 'text', file);
  fs.chmodSync(onDisk(file), 0o444);
  await page.notebook.openByPath(file);
  await expect.poll(() => sources(page, 'fixed.ipynb')).toEqual(['']);
  const before = await cells(page, 'fixed.ipynb');

  await insert(page);

  const told = page
    .locator('.Toastify__toast')
    .filter({ hasText: 'fixed.ipynb is read-only; nothing was inserted.' });
  await expect(told).toBeVisible();
  expect(await cells(page, 'fixed.ipynb')).toEqual(before);
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await context.grantPermissions(['clipboard-read']);
  await told.getByRole('button', { name: 'Copy code' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain('= xr.open_dataset(');
  expect(fs.readFileSync(onDisk(file), 'utf8')).not.toContain('xarray');
});
