/** A STAC API: searched from the panel, page by page, and the whole search becomes one lazy cube of the right values. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import type { Locator } from '@playwright/test';
import { expect, openSidePanel, test, violations } from '../fixtures';
import { sources } from '../notebooks';
import {
  computeOnWorkers,
  connectNotebook,
  expand,
  shutAllDown,
  startCluster,
  variableOf
} from '../stories';

const PROJECT = path.resolve(__dirname, '..', '..');
const PYTHON = path.join(PROJECT, '.venv', 'bin', 'python');

let server: ChildProcessWithoutNullStreams;
let address: string;

test.beforeAll(async () => {
  server = spawn(PYTHON, [path.join(PROJECT, 'tests', 'stac_api_kit.py')]);
  server.stderr.pipe(process.stderr);
  const lines = createInterface({ input: server.stdout });
  address = await new Promise((resolve, reject) => {
    lines.once('line', resolve);
    lines.once('close', () => reject(new Error('the STAC API did not start')));
  });
});

test.afterAll(async () => {
  const ended = new Promise(resolve => server.once('exit', resolve));
  server.stdin.end();
  await ended;
});

async function addApi(panel: Locator): Promise<void> {
  await panel.getByRole('button', { name: 'Add catalog', exact: true }).click();
  await panel.getByLabel('URL or path of a catalog').fill(address);
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(
    panel.getByRole('treeitem', { name: /stac-fastapi-geoparquet/ })
  ).toBeVisible();
}

test.afterEach(async ({ page }) => {
  await shutAllDown(page);
});

test('a search in a STAC API leads to means on a cluster, of one asset and of all as a cube', async ({
  page,
  consoleErrors
}) => {
  const card = await startCluster(page);
  await page.notebook.createNew();
  const panel = await openSidePanel(page, 'Catalog');
  await addApi(panel);

  const form = panel.getByRole('form', { name: 'Search this service' });
  await expect(form).toContainText(
    'This service cannot search by text, keywords.'
  );
  await form.getByLabel('Collections').fill('scenes');
  await form.getByLabel('Collections').press('Enter');
  await expect(
    form.getByRole('list', { name: 'Chosen collections' })
  ).toContainText('scenes');
  const box = { West: '8.9', South: '47.8', East: '9.1', North: '47.9' };
  for (const [name, value] of Object.entries(box)) {
    await form.getByLabel(name, { exact: true }).fill(value);
  }
  await form.getByLabel('From', { exact: true }).fill('2020-01-02');
  await form.getByText('2 properties for conditions').click();
  await form.getByRole('button', { name: 'eo:cloud_cover' }).click();
  const condition = form.getByLabel('Condition (CQL2)');
  await expect(condition).toBeFocused();
  await condition.pressSequentially('< 20');
  expect(await violations(page, panel)).toEqual([]);
  await condition.press('Enter');

  const search = panel.getByRole('treeitem', { name: /^search scenes/ });
  await expect(search).toHaveAttribute('aria-selected', 'true');
  await expect(search).toHaveAttribute('aria-expanded', 'true');
  for (const name of ['scene-02', 'scene-03', 'scene-04']) {
    await expect(
      panel.getByRole('treeitem', { name: new RegExp(name) })
    ).toBeVisible();
  }
  await expect(panel.getByRole('treeitem', { name: /scene-05/ })).toHaveCount(
    0
  );
  expect(await violations(page, panel)).toEqual([]);

  await panel.getByLabel('bands').fill('red');
  await panel
    .getByRole('button', { name: 'Insert load code', exact: true })
    .click();
  await expect
    .poll(() => sources(page))
    .toContainEqual(expect.stringContaining('scenes = odc.stac.load('));
  await expand(panel, /scene-03/);
  await panel.getByRole('treeitem', { name: /\bnir\b/ }).click();
  await panel
    .getByRole('button', { name: 'Insert load code', exact: true })
    .click();
  await expect
    .poll(() => sources(page))
    .toContainEqual(expect.stringContaining('nir-03.tif'));

  await connectNotebook(page, card);
  const scene = await variableOf(page, 'nir-03.tif');
  // Three scenes of the values 2, 3 and 4; the near infrared of the third is 30.
  expect(
    await computeOnWorkers(
      page,
      `scenes.red.mean("time").mean() * scenes.sizes["time"] + ${scene}.mean()`
    )
  ).toBe('True 39.0');
  expect(consoleErrors.ours).toEqual([]);
});

test('a search that failed is edited, and removed by its menu', async ({
  page
}) => {
  const panel = await openSidePanel(page, 'Catalog');
  await addApi(panel);
  const form = panel.getByRole('form', { name: 'Search this service' });
  await form.getByLabel('West', { exact: true }).fill('1');
  await form.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(form.getByRole('alert')).toHaveText(
    'A box needs all four numbers, or none.'
  );
  await form.getByRole('button', { name: 'Clear box' }).click();
  await form.getByLabel('Condition (CQL2)').fill('(((');
  await form.getByLabel('Condition (CQL2)').press('Enter');

  const failed = panel.getByRole('treeitem', { name: /^search \(\(\(/ });
  await expect(failed).toHaveAttribute('aria-selected', 'true');
  await expect(panel.getByText('The search failed.')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Retry' })).toBeEnabled();
  await panel.getByRole('button', { name: 'Edit search' }).click();
  await expect(form.getByLabel('Condition (CQL2)')).toHaveValue('(((');
  await form.getByLabel('Condition (CQL2)').fill('"eo:cloud_cover" < 8');
  await form.getByLabel('Records a page').fill('1');
  await form.getByRole('button', { name: 'Search', exact: true }).click();

  const good = panel.getByRole('treeitem', {
    name: /^search "eo:cloud_cover" < 8/
  });
  await expect(good).toHaveAttribute('aria-selected', 'true');
  await expect(panel.getByRole('treeitem', { name: /scene-01/ })).toBeVisible();
  await expand(panel, /More results/);
  await expect(panel.getByRole('treeitem', { name: /scene-02/ })).toBeVisible();
  await failed.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove Search' }).click();
  await expect(failed).toHaveCount(0);
  await expect(good).toBeVisible();
});
