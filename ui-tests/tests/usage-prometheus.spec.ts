/** The tab Usage on stores that scrape a node exporter, a Dask cluster and the Jupyter server; see scraped.py. */
import { spawn } from 'child_process';
import * as path from 'path';
import { createInterface } from 'readline';
import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixtures';
import { execute } from '../notebooks';
import { test } from '../ownServer';

const ROOT = path.resolve(__dirname, '..', '..');
const PICTURES = path.resolve(__dirname, '..', 'screenshots');

/** How many of the newest moments, one a second, a store may still add samples to after it was asked. */
const SETTLING = 3;

interface IQuery {
  readonly expr: string;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** Pairs of a time and a text, by the label `job` or `instance`. */
interface IResult {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: ReadonlyArray<readonly [number, string]>;
}

/** Run a store while something is done with its address. */
async function whileScraping(
  kind: string,
  jupyter: string,
  use: (url: string) => Promise<void>
): Promise<void> {
  const store = spawn(
    path.join(ROOT, '.venv', 'bin', 'python'),
    [
      path.join(ROOT, 'ui-tests', 'scraped.py'),
      kind,
      jupyter,
      process.env.LAB_TEST_TOKEN ?? ''
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] }
  );
  const ended = new Promise(resolve => store.once('exit', resolve));
  try {
    const lines = createInterface(store.stdout)[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done) {
      throw new Error(`${kind} did not start`);
    }
    await use(first.value);
  } finally {
    store.stdin.end();
    await ended;
  }
}

/** What the store itself says. */
async function asked(
  url: string,
  kind: 'query' | 'query_range',
  form: Record<string, string>
): Promise<readonly IResult[]> {
  const answer = await fetch(`${url}/api/v1/${kind}`, {
    method: 'POST',
    body: new URLSearchParams(form)
  });
  const { data } = (await answer.json()) as {
    data: { result: readonly IResult[] };
  };
  return data.result;
}

/** Wait until each of them was scraped for some seconds. */
async function scrapesAll(url: string): Promise<void> {
  await expect
    .poll(async () =>
      (
        await asked(url, 'query', {
          query: 'sum_over_time(up[1m]) > 5 and up == 1'
        })
      )
        .map(({ metric }) => metric.job)
        .sort()
    )
    .toEqual(['dask', 'dask-workers', 'jupyter', 'node', 'self']);
}

async function openNode(page: Page, url: string): Promise<Locator> {
  await execute(page, 'pangeo:open-usage', {
    dashboard: 'node',
    from: 'now-1m',
    to: 'now',
    refresh: ''
  });
  const tab = page.locator('#jp-pangeo-usage');
  await tab.getByRole('button', { name: 'Add a Prometheus…' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill('Machines');
  await form.getByLabel('Address').fill(url);
  await form.getByRole('button', { name: 'Test and add' }).click();
  await expect(form).toHaveCount(0);
  return tab;
}

function panelOf(tab: Locator, name: string): Locator {
  return tab.getByRole('region', { name, exact: true });
}

/** Queries of the newest question about an expression. */
function watched(page: Page, expression: string): () => IQuery {
  let found: IQuery | undefined;
  page.on('request', request => {
    if (request.url().includes('/usage/promql')) {
      const { queries } = request.postDataJSON() as { queries: IQuery[] };
      found = queries.find(({ expr }) => expr.includes(expression)) ?? found;
    }
  });
  return () => {
    if (!found) {
      throw new Error(`nothing was asked about ${expression}`);
    }
    return found;
  };
}

/** The panel as a table, its numbers beside those of the store, newest first. */
async function expectNumbers(
  page: Page,
  panel: Locator,
  url: string,
  query: IQuery
): Promise<void> {
  await panel.hover();
  await panel.getByRole('button', { name: /^More about/ }).click();
  await page.getByRole('menuitem', { name: 'Show as Table' }).click();
  const { expr, start, end, step } = query;
  const [series] = await asked(url, 'query_range', {
    query: expr,
    start: String(start),
    end: String(end),
    step: String(step),
    nocache: '1'
  });
  const wanted = (series.values ?? []).map(([, value]) => Number(value));
  expect(wanted.length).toBeGreaterThan(SETTLING);
  const cells = panel.getByRole('table').locator('tbody').getByRole('cell');
  await expect(cells.first()).toBeVisible();
  const shown = (await cells.allInnerTexts())
    .map(text => parseFloat(text))
    .filter(value => !Number.isNaN(value));
  expect(shown).toHaveLength(wanted.length);
  wanted
    .reverse()
    .slice(SETTLING)
    .forEach((value, index) =>
      expect(shown[SETTLING + index]).toBeCloseTo(value, 1)
    );
}

for (const kind of ['prometheus', 'victoria-metrics']) {
  test(`what ${kind} scrapes of a machine and a Dask cluster is drawn, and its numbers are those of the store`, async ({
    page,
    own,
    consoleErrors
  }) => {
    await whileScraping(kind, own.url, async url => {
      await scrapesAll(url);
      const load = watched(page, 'node_load1');
      const tab = await openNode(page, url);
      for (const name of ['CPU in use', 'Memory in use', 'Network', 'Load']) {
        const panel = panelOf(tab, name);
        await panel.scrollIntoViewIfNeeded();
        await expect(panel.getByRole('figure')).toBeVisible();
        await expect(
          panel.getByRole('button', { name: /^127\.0\.0\.1:\d+/ }).first()
        ).toBeVisible();
      }
      await page.screenshot({
        path: path.join(PICTURES, `usage-${kind}.png`)
      });
      await expectNumbers(page, panelOf(tab, 'Load'), url, load());

      await tab
        .getByRole('combobox', { name: 'Dashboard' })
        .selectOption({ label: 'Dask, by Prometheus' });
      for (const [name, metric] of [
        ['Workers', 'dask_scheduler_workers'],
        ['Threads', 'dask_worker_threads']
      ]) {
        const [{ value }] = await asked(url, 'query', {
          query: `sum(${metric})`
        });
        expect(Number(value?.[1])).toBeGreaterThan(0);
        await expect(
          panelOf(tab, name).getByText(String(value?.[1]), { exact: true })
        ).toBeVisible();
      }
    });
    expect(consoleErrors.ours).toEqual([]);
  });
}
