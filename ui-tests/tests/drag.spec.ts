import type { Locator } from '@playwright/test';
import { expect, type IJupyterLabPageFixture, test } from '../fixtures';
import { cells, drag, notebookOf, textOf } from '../notebooks';
import {
  expandEntry,
  selectOceanEntry,
  shutAllDown,
  startCluster
} from '../stories';

/** Open a notebook of two cells and answer the second, before which things are dropped. */
async function openNotebook(
  page: IJupyterLabPageFixture,
  folder: string
): Promise<Locator> {
  await page.contents.uploadContent(
    notebookOf({ source: 'first = 1' }, { source: 'second = 2' }),
    'text',
    `${folder}/drop.ipynb`
  );
  await page.notebook.openByPath(`${folder}/drop.ipynb`);
  const second = page.locator('.jp-Notebook .jp-Cell').nth(1);
  await expect(second).toContainText('second = 2');
  return second;
}

/** Left of a cell's editor, where a drop means the place before the cell and not the text in it. */
const PROMPT = { x: 30, y: 12 };

test('an entry dragged between two cells becomes a cell that knows its entry, and nothing runs', async ({
  page,
  tmpPath
}) => {
  const second = await openNotebook(page, tmpPath);
  const catalog = await selectOceanEntry(page);
  const row = catalog.getByRole('treeitem', { name: /monthly means/ });

  await drag(page, row, second, PROMPT);

  await expect.poll(async () => (await cells(page)).length).toBe(3);
  const [first, made, last] = await cells(page);
  expect([first.source, last.source]).toEqual(['first = 1', 'second = 2']);
  expect(made.cell_type).toBe('code');
  expect(made.source).toMatch(/^import xarray as xr$/m);
  expect(made.source).toMatch(
    /^ocean_monthly = xr\.open_dataset\([^]*monthly\.zarr[^]*\)$/m
  );
  expect(made.metadata.pangeo).toMatchObject({
    catalog: expect.stringMatching(/./),
    entry: expect.stringMatching(/./),
    location: expect.stringMatching(/samples\/catalog\.yaml$/),
    names: ['ocean', 'ocean_monthly'],
    parameters: {},
    style: 'xarray'
  });
  for (const cell of [first, made, last]) {
    expect([cell.execution_count ?? null, cell.outputs]).toEqual([null, []]);
  }
});

test('the chosen parameters are in the cell that a drag makes, and in its metadata', async ({
  page,
  tmpPath
}) => {
  const second = await openNotebook(page, tmpPath);
  const catalog = await expandEntry(page, /Climate/);
  const row = catalog.getByRole('treeitem', { name: /one member/ });
  await row.click();
  await catalog.getByRole('combobox', { name: /^member/ }).selectOption('3');

  await drag(page, row, second, PROMPT);

  await expect.poll(async () => (await cells(page)).length).toBe(3);
  const [, made] = await cells(page);
  expect(made.source).toContain('lens_003.nc');
  expect(made.source).not.toContain('lens_001.nc');
  expect(made.metadata.pangeo).toMatchObject({
    names: ['climate', 'lens_member'],
    parameters: { member: 3 }
  });
});

test('an entry dragged into a text file becomes text where it is dropped', async ({
  page,
  tmpPath
}) => {
  const before = '# first line\n\n# last line\n';
  await page.contents.uploadContent(before, 'text', `${tmpPath}/script.py`);
  await page.filebrowser.open(`${tmpPath}/script.py`);
  const line = page.locator('.jp-FileEditor .cm-line').nth(1);
  await expect(line).toBeVisible();
  const catalog = await selectOceanEntry(page);
  const row = catalog.getByRole('treeitem', { name: /monthly means/ });

  await drag(page, row, line, { x: 20, y: 6 });

  await expect
    .poll(() => textOf(page, 'script.py'))
    .toMatch(
      /^# first line\nimport xarray as xr\n[^]*= xr\.open_dataset\([^]*monthly\.zarr[^]*# last line\n$/
    );
});

test('a cluster card dragged into a notebook becomes its client code, remembered as such', async ({
  page,
  tmpPath
}) => {
  try {
    const second = await openNotebook(page, tmpPath);
    const card = await startCluster(page);
    const id = await card.getAttribute('data-cluster-id');

    await drag(page, card.locator('.jp-ClusterPanel-name'), second, PROMPT);

    await expect.poll(async () => (await cells(page)).length).toBe(3);
    const [, made] = await cells(page);
    expect(made.source).toMatch(
      /^client = Client\('tls:\/\/127\.0\.0\.1:\d+', security=security\)$/m
    );
    expect(made.metadata.pangeo).toEqual({
      cluster: { id, name: await card.getAttribute('aria-label') }
    });
    expect(made.outputs).toEqual([]);
  } finally {
    await shutAllDown(page);
  }
});
