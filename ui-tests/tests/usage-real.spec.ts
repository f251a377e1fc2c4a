/** A real dashboard of more than a hundred panels, on a real Prometheus that scrapes this machine; see grafana.py. */
import { spawn } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { createInterface } from 'readline';
import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixtures';
import { execute } from '../notebooks';
import { test as base } from '../ownServer';

const ROOT = path.resolve(__dirname, '..', '..');
const PICTURES = path.resolve(__dirname, '..', 'screenshots');
const NAME = 'node-exporter-full';
const FILE = path.resolve(
  ROOT,
  `../shared/grafana/dashboards/node-exporter/${NAME}.json`
);

/** What the stand-in takes for a token of a viewer. */
const TOKEN = 'canary-2b90e4d7';

/** Milliseconds of script in a frame. */
const FRAME = 16;

interface IPanel {
  readonly type: string;
  readonly title: string;
  readonly panels?: readonly IPanel[];
  readonly targets?: readonly { readonly expr?: string; hide?: boolean }[];
}

interface IAnswer {
  readonly series: readonly { readonly values: readonly unknown[] }[];
}

/** Tests whose server knows a Grafana with this dashboard. */
const test = base.extend({
  serverOptions: async ({}, use) => {
    const grafana = spawn(
      path.join(ROOT, '.venv', 'bin', 'python'),
      [path.join(ROOT, 'ui-tests', 'grafana.py'), '10', FILE],
      { stdio: ['pipe', 'pipe', 'inherit'] }
    );
    const ended = new Promise(resolve => grafana.once('exit', resolve));
    try {
      const lines = createInterface(grafana.stdout)[Symbol.asyncIterator]();
      const url = String((await lines.next()).value);
      const auth = { kind: 'bearer', token: TOKEN };
      process.env.LAB_TEST_GRAFANA = JSON.stringify([
        { name: 'ops', title: 'Operators', url, auth }
      ]);
      await use({});
    } finally {
      delete process.env.LAB_TEST_GRAFANA;
      grafana.stdin.end();
      await ended;
    }
  }
});

function panelsOf(panels: readonly IPanel[]): IPanel[] {
  return panels.flatMap(panel => [panel, ...panelsOf(panel.panels ?? [])]);
}

/** Fits an expression whatever stands for its variables. */
function patternOf(expr: string): RegExp {
  const parts = expr.split(/\$\w+/);
  const escaped = parts.map(part =>
    part.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&')
  );
  return new RegExp(`^${escaped.join('[^]*')}$`);
}

/** Expressions that were asked, and whether values came. */
function listened(page: Page): Map<string, boolean> {
  const found = new Map<string, boolean>();
  page.on('response', async response => {
    if (!response.url().includes('/usage/promql')) {
      return;
    }
    const { queries } = response.request().postDataJSON() as {
      queries: { expr: string }[];
    };
    const body = (await response.json().catch(() => null)) as {
      answers: IAnswer[];
    } | null;
    body?.answers.forEach(({ series }, index) => {
      const hasValues = series.some(({ values }) =>
        values.some(value => value !== null)
      );
      const { expr } = queries[index];
      found.set(expr, hasValues || found.get(expr) === true);
    });
  });
  return found;
}

function hasData(panel: IPanel, found: ReadonlyMap<string, boolean>): boolean {
  return (panel.targets ?? [])
    .filter(({ expr, hide }) => expr && !hide)
    .some(({ expr = '' }) =>
      [...found].some(([asked, has]) => has && patternOf(expr).test(asked))
    );
}

/** Wait until nothing that is seen waits for an answer; then which panels are seen, and which of these are empty. */
async function seen(tab: Locator): Promise<{ all: string[]; empty: string[] }> {
  const panels = tab.locator('.jp-UsagePanel');
  await expect
    .poll(
      () =>
        panels.evaluateAll(nodes =>
          nodes
            .filter(node => {
              const { top, bottom } = node.getBoundingClientRect();
              return top < innerHeight - 40 && bottom > 200;
            })
            .filter(node => node.getAttribute('aria-busy') === 'true')
            .map(node => node.getAttribute('aria-label'))
        ),
      { intervals: [50] }
    )
    .toEqual([]);
  return panels.evaluateAll(nodes => {
    const inView = nodes.filter(node => {
      const { top, bottom } = node.getBoundingClientRect();
      return top < innerHeight - 40 && bottom > 200;
    });
    const nameOf = (node: Element) => node.getAttribute('aria-label') ?? '';
    return {
      all: inView.map(nameOf),
      empty: inView
        .filter(node => node.querySelector('figure, table') === null)
        .map(nameOf)
    };
  });
}

/** Milliseconds of script in a frame, on average, while a part is scrolled by the wheel. */
async function scriptWhile(page: Page, scroll: () => Promise<void>) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? NaN;
  };
  const frames = await page.evaluateHandle(() => {
    const counted = { count: 0 };
    const next = () => {
      counted.count += 1;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    return counted;
  });
  const before = await spent();
  const start = await frames.evaluate(({ count }) => count);
  await scroll();
  const end = await frames.evaluate(({ count }) => count);
  return (1000 * ((await spent()) - before)) / (end - start);
}

test('a dashboard of a hundred panels asks for what is in view, draws all that has data, and scrolls', async ({
  page,
  consoleErrors
}) => {
  test.skip(!existsSync(FILE), `there is no ${FILE}`);
  const json = JSON.parse(readFileSync(FILE, 'utf8')) as IPanel;
  const all = panelsOf(json.panels ?? []).filter(({ type }) => type !== 'row');
  expect(all.length).toBeGreaterThan(100);
  const found = listened(page);
  await execute(page, 'pangeo:open-usage', {
    ...{ dashboard: `grafana:ops/${NAME}`, refresh: '' },
    ...{ from: 'now-2m', to: 'now' }
  });
  const tab = page.locator('#jp-pangeo-usage');
  const closed = tab.locator('h2 button[aria-expanded="false"]');
  await expect(closed.first()).toBeAttached();
  await seen(tab);
  const asked = () =>
    all.filter(({ targets = [] }) =>
      targets.some(({ expr, hide }) =>
        [...found.keys()].some(
          one => expr && !hide && patternOf(expr).test(one)
        )
      )
    ).length;
  await expect.poll(asked).toBeGreaterThan(5);
  expect(asked()).toBeLessThan(30);

  // A rate needs two samples, which the store may not have had at first.
  await expect
    .poll(async () => {
      await tab.getByRole('button', { name: 'Refresh now' }).click();
      return [...found].some(([one, has]) => has && one.includes('rate('));
    })
    .toBe(true);
  for (const row of (await closed.all()).reverse()) {
    await row.click();
  }
  await expect(closed).toHaveCount(0);
  await expect(tab.locator('.jp-UsagePanel')).toHaveCount(all.length);
  expect(asked()).toBeLessThan(all.length / 2);

  const grid = tab.locator('.jp-UsageTab-grid');
  const box = await grid.evaluate(node => {
    let part: Element | null = node;
    while (part && part.scrollHeight <= part.clientHeight) {
      part = part.parentElement;
    }
    part?.setAttribute('data-scrolls', '');
    part?.scrollTo(0, 0);
    return { height: part?.clientHeight ?? 0, whole: part?.scrollHeight ?? 0 };
  });
  const part = tab.locator('[data-scrolls]').or(page.locator('[data-scrolls]'));
  const wrong: string[] = [];
  const drawn = new Set<string>();
  for (let top = 0; top < box.whole; top += box.height * 0.9) {
    await part.first().evaluate((node, to) => node.scrollTo(0, to), top);
    await expect(tab.locator('.jp-UsagePanel').first()).toBeAttached();
    const shown = await seen(tab);
    shown.all.forEach(name => drawn.add(name));
    for (const title of shown.empty) {
      const mine = all.filter(one => one.title === title);
      if (mine.length > 0 && mine.every(one => hasData(one, found))) {
        wrong.push(title);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(drawn.size).toBeGreaterThan(100);
  expect([...found.values()].filter(Boolean).length).toBeGreaterThan(100);

  const script = await scriptWhile(page, async () => {
    await part.first().hover();
    for (let step = 0; step < 40; step++) {
      await page.mouse.wheel(0, -300);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  });
  test.info().annotations.push({
    type: 'script of a frame',
    description: `${script.toFixed(1)} ms`
  });
  expect(script).toBeLessThan(FRAME);
  await page.screenshot({ path: path.join(PICTURES, 'usage-real.png') });
  // Wherever it rests there are panels: rows that were opened leave no gaps.
  expect((await seen(tab)).all.length).toBeGreaterThan(2);
  expect(consoleErrors.ours).toEqual([]);
});
