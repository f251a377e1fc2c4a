import type { Locator, Page } from '@playwright/test';
import { expect, type IJupyterLabPageFixture, test } from '../fixtures';
import { execute, sources } from '../notebooks';
import { shutAllDown, startCluster } from '../stories';

/**
 * A stand-in for an installed dask-labextension: its metadata, without any of its code.
 *
 * distributed shows the button of a `Client` where the kernel's environment has a package of this name and version.
 */
const STAND_IN = [
  'import pathlib, sys, tempfile',
  'stand_in = pathlib.Path(tempfile.mkdtemp()) / "dask_labextension-7.0.0.dist-info"',
  'stand_in.mkdir()',
  'text = "Metadata-Version: 2.1\\nName: dask-labextension\\nVersion: 7.0.0\\n"',
  '_ = (stand_in / "METADATA").write_text(text)',
  'sys.path.insert(0, str(stand_in.parent))'
].join('\n');

/** Connect a notebook to the cluster of a card and run it; answers the button in the output of `client`. */
async function showClient(
  page: IJupyterLabPageFixture,
  card: Locator
): Promise<Locator> {
  await page.notebook.createNew();
  await page.notebook.setCell(0, 'code', STAND_IN);
  await card.click({ position: { x: 40, y: 10 } });
  await card.getByRole('button', { name: 'Connect notebook' }).click();
  await expect
    .poll(() => sources(page))
    .toEqual([
      expect.stringContaining('stand_in'),
      expect.stringContaining('client = Client(')
    ]);
  await execute(page, 'notebook:run-all-cells');
  const button = page
    .locator('.jp-OutputArea-output')
    .getByRole('button', { name: 'Launch dashboard in JupyterLab' });
  await expect(button).toHaveAttribute(
    'data-commandlinker-command',
    'dask:populate-and-launch-layout',
    { timeout: 60_000 }
  );
  return button;
}

/** What a plot of a cluster stands in. */
function plot(page: Page, clusterId: string | null, name: string): Locator {
  return page.locator(`#jupyterlab-pangeo-plot-${clusterId}-${name}`);
}

async function box(part: Locator): Promise<{
  left: number;
  top: number;
  right: number;
  bottom: number;
}> {
  const found = await part.boundingBox();
  if (!found) {
    throw new Error('it is not on the page');
  }
  const { x, y, width, height } = found;
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/** The names of the plots that are open, of whatever cluster. */
async function openPlots(page: Page): Promise<string[]> {
  const ids = await page
    .locator('[id^="jupyterlab-pangeo-plot-"]')
    .evaluateAll(nodes => nodes.map(node => node.id));
  return ids.sort();
}

function ids(clusterId: string | null, ...names: string[]): string[] {
  return names
    .map(name => `jupyterlab-pangeo-plot-${clusterId}-${name}`)
    .sort();
}

async function setLayout(page: Page, layout: object): Promise<void> {
  await page.evaluate(async layout => {
    const { galata } = window as unknown as {
      galata: {
        getPlugin(id: string): Promise<{
          set(plugin: string, key: string, value: object): Promise<void>;
        }>;
      };
    };
    const registry = await galata.getPlugin(
      '@jupyterlab/apputils-extension:settings'
    );
    await registry.set('jupyterlab-pangeo:plots', 'defaultLayout', layout);
  }, layout);
}

test.afterEach(async ({ page }) => {
  await shutAllDown(page);
});

test("the first click on a Client's own button opens the plots of its cluster where the default layout says", async ({
  page
}) => {
  const card = await startCluster(page);
  const id = await card.getAttribute('data-cluster-id');
  const button = await showClient(page, card);
  expect(await openPlots(page)).toEqual([]);

  await button.click();

  await expect(plot(page, id, 'progress')).toBeVisible();
  expect(await openPlots(page)).toEqual(
    ids(id, 'task-stream', 'workers-memory', 'progress')
  );
  for (const name of ['Task Stream', 'Workers Memory', 'Progress']) {
    await expect(
      page.getByRole('main').getByRole('tab', { name })
    ).toBeVisible();
  }
  const notebook = await box(page.locator('.jp-NotebookPanel'));
  const stream = await box(plot(page, id, 'task-stream'));
  const memory = await box(plot(page, id, 'workers-memory'));
  const progress = await box(plot(page, id, 'progress'));
  expect(stream.left).toBeGreaterThanOrEqual(notebook.right);
  expect(memory.top).toBeGreaterThanOrEqual(stream.bottom);
  expect(memory.left).toBeGreaterThanOrEqual(notebook.right);
  expect(progress.left).toBeGreaterThanOrEqual(memory.right);
  expect(progress.top).toBe(memory.top);
});

test("the layout of the settings is what a Client's button opens", async ({
  page
}) => {
  await setLayout(page, {
    'individual-progress': { mode: 'split-bottom', ref: null },
    'individual-task-stream': {
      mode: 'split-left',
      ref: 'individual-progress'
    },
    'individual-workers-cpu-timeseries': {
      mode: 'tab-after',
      ref: 'individual-progress'
    }
  });
  const card = await startCluster(page);
  const id = await card.getAttribute('data-cluster-id');
  const button = await showClient(page, card);

  await button.click();

  const last = plot(page, id, 'workers-cpu-timeseries');
  await expect(last).toBeVisible();
  expect(await openPlots(page)).toEqual(
    ids(id, 'progress', 'task-stream', 'workers-cpu-timeseries')
  );
  const notebook = await box(page.locator('.jp-NotebookPanel'));
  const stream = await box(plot(page, id, 'task-stream'));
  const front = await box(last);
  expect(stream.top).toBeGreaterThanOrEqual(notebook.bottom);
  expect(front.left).toBeGreaterThanOrEqual(stream.right);
  // In one row of tabs, the later one in front.
  await expect(plot(page, id, 'progress')).toBeHidden();
  const tabs = page.locator('.lm-TabBar', {
    has: page.getByRole('tab', { name: 'Progress' })
  });
  await expect(tabs.getByRole('tab')).toHaveText([
    'Progress',
    'Workers CPU Timeseries'
  ]);
});

test("a Client's button opens the plots of its own cluster though another one is selected", async ({
  page
}) => {
  const first = await startCluster(page);
  const id = await first.getAttribute('data-cluster-id');
  const mine = page.locator(`li[data-cluster-id="${id}"]`);
  const other = await startCluster(page);
  const otherId = await other.getAttribute('data-cluster-id');
  expect(otherId).not.toBe(id);
  const button = await showClient(page, mine);
  const another = page.locator(`li[data-cluster-id="${otherId}"]`);
  await another.click({ position: { x: 40, y: 10 } });
  await expect(another).toHaveAttribute('aria-current', 'true');

  await button.click();

  await expect(page.locator('[id$="-progress"].jp-PlotTab')).toBeVisible();
  expect(await openPlots(page)).toEqual(
    ids(id, 'task-stream', 'workers-memory', 'progress')
  );
});
