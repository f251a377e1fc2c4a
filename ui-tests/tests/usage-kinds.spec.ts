/** Kinds of panels that the suite's own dashboards do not have, in a dashboard of a file. */
import * as path from 'path';
import { expect, setTheme, test, violations } from '../fixtures';
import { execute } from '../notebooks';

const PICTURES = path.resolve(__dirname, '..', 'screenshots');
const GIB = 1024 ** 3;
const RECORD = { type: 'pangeo-record', uid: 'recorder' };

type Json = Record<string, unknown>;

/** A target of the record. */
function ask(refId: string, metric: string, more: Json = {}): Json {
  return { refId, metric, datasource: RECORD, legendFormat: metric, ...more };
}

const MEMORY = [ask('A', 'machine_memory'), ask('B', 'machine_memory_size')];
const STEPS = {
  mode: 'absolute',
  steps: [
    { value: null, color: 'green' },
    { value: 4 * GIB, color: 'orange' },
    { value: 16 * GIB, color: 'red' }
  ]
};

/** A panel of memory, in one of three columns. */
function panel(id: number, type: string, title: string, more: Json = {}): Json {
  const { defaults, custom, overrides, ...rest } = more;
  return {
    ...{ id, type, title, targets: MEMORY },
    gridPos: {
      x: ((id - 1) % 3) * 8,
      y: Math.floor((id - 1) / 3) * 7,
      w: 8,
      h: 7
    },
    fieldConfig: {
      defaults: {
        ...{ unit: 'bytes', min: 0, max: 32 * GIB, thresholds: STEPS },
        ...(defaults as Json),
        custom: { fillOpacity: 20, ...(custom as Json) }
      },
      overrides: overrides ?? []
    },
    ...rest
  };
}

const right = {
  matcher: { id: 'byName', options: 'machine_memory_size' },
  properties: [
    { id: 'custom.axisPlacement', value: 'right' },
    { id: 'unit', value: 'decbytes' },
    { id: 'custom.axisLabel', value: 'All of it' }
  ]
};

const DASHBOARD = {
  title: 'Kinds',
  schemaVersion: 39,
  time: { from: 'now-5m', to: 'now' },
  templating: {
    list: [
      {
        ...{ name: 'kind', type: 'custom', query: 'server,kernel,terminal' },
        ...{ multi: true, includeAll: true },
        current: { value: ['server', 'kernel'] }
      }
    ]
  },
  panels: [
    panel(1, 'gauge', 'Gauge', { options: { showThresholdMarkers: true } }),
    panel(2, 'bargauge', 'Bars', {
      options: { orientation: 'horizontal', displayMode: 'gradient' }
    }),
    panel(3, 'bargauge', 'Lamps', {
      options: { orientation: 'vertical', displayMode: 'lcd' }
    }),
    panel(4, 'timeseries', 'Logarithm', {
      custom: { scaleDistribution: { type: 'log', log: 2 } },
      defaults: { min: null, max: null }
    }),
    panel(5, 'timeseries', 'Two axes', { overrides: [right] }),
    panel(6, 'timeseries', 'Steps in bars', {
      custom: {
        ...{ drawStyle: 'bars', thresholdsStyle: { mode: 'dashed+area' } },
        stacking: { mode: 'normal', group: 'A' }
      }
    }),
    panel(7, 'stat', 'Of $kind', {
      repeat: 'kind',
      targets: [
        ask('A', 'process_memory', {
          filters: { kind: ['$kind'] },
          aggregate: 'sum'
        })
      ],
      gridPos: { x: 0, y: 14, w: 24, h: 5 },
      options: { graphMode: 'area' }
    })
  ]
};

for (const theme of ['JupyterLab Light', 'JupyterLab Dark'] as const) {
  test(`gauges, axes, bars and repeated panels of a file are drawn in ${theme}`, async ({
    page,
    tmpPath,
    consoleErrors
  }) => {
    await setTheme(page, theme);
    const file = `${tmpPath}/kinds.json`;
    await page.contents.uploadContent(JSON.stringify(DASHBOARD), 'text', file);
    await execute(page, 'pangeo:open-usage', { dashboard: `file:${file}` });
    const tab = page.locator('#jp-pangeo-usage');
    const of = (name: string) => tab.getByRole('region', { name, exact: true });
    await expect(of('Gauge')).toContainText('GiB');
    for (const title of ['Bars', 'Lamps', 'Of server', 'Of kernel']) {
      await of(title).scrollIntoViewIfNeeded();
      await expect(of(title)).toBeVisible();
    }
    await expect(of('Of server')).toContainText(/MiB|GiB/);
    await expect(of('Of terminal')).toHaveCount(0);
    await of('Gauge').scrollIntoViewIfNeeded();
    for (const title of ['Logarithm', 'Two axes', 'Steps in bars']) {
      await expect(of(title).locator('canvas').first()).toBeVisible();
    }
    const name = theme.split(' ')[1].toLowerCase();
    for (const [width, height] of [
      [1600, 1000],
      [1100, 700]
    ]) {
      await page.setViewportSize({ width, height });
      await expect(of('Gauge')).toContainText('GiB');
      await page.screenshot({
        path: path.join(PICTURES, `usage-kinds-${name}-${width}.png`)
      });
    }
    expect(await violations(page, tab)).toEqual([]);
    expect(consoleErrors.ours).toEqual([]);
  });
}
