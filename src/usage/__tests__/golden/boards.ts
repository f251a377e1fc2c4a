/** Five small dashboards as Grafana stores them, and what a Prometheus answered each query of theirs. */
import type { Wire } from '../../../api/tokens';

type Answers = Readonly<Record<string, Wire<'PromqlResult'>>>;

/** Answers by panel and query: `1A`. */
export interface IBoard {
  readonly json: unknown;
  readonly answers: Answers;
}

type Row = readonly [
  labels: Readonly<Record<string, string>>,
  ...values: ReadonlyArray<number | string | null>
];

/** Seconds: 2026-01-31 12:00 UTC and each minute after it. */
const START = 1_769_860_800;

function answer(...rows: readonly Row[]): Wire<'PromqlResult'> {
  const length = Math.max(...rows.map(row => row.length - 1));
  return {
    series: rows.map(([labels, ...values]) => ({ labels, values })),
    times: Array.from({ length }, (_, place) => START + 60 * place)
  } as unknown as Wire<'PromqlResult'>;
}

const SOURCE = { type: 'prometheus', uid: 'prom' };

function target(refId: string, legendFormat: string, more: object = {}) {
  return { refId, expr: `of_${refId}`, legendFormat, ...more };
}

function board(...panels: readonly object[]) {
  return {
    schemaVersion: 39,
    title: 'Golden',
    panels: panels.map((panel, index) => ({
      ...{ id: index + 1, title: `Panel ${index + 1}`, datasource: SOURCE },
      gridPos: { x: 0, y: 8 * index, w: 24, h: 8 },
      ...panel
    }))
  };
}

const CALCS = [
  ...['min', 'max', 'mean', 'lastNotNull', 'sum', 'delta', 'range', 'diff'],
  ...['count', 'first', 'diffperc', 'changeCount']
];

export const REQUESTS: IBoard = {
  json: board({
    type: 'timeseries',
    targets: [target('A', '{{method}}')],
    options: { legend: { displayMode: 'table', calcs: CALCS } },
    fieldConfig: {
      defaults: {
        unit: 'reqps',
        custom: { stacking: { mode: 'normal', group: 'A' } }
      },
      overrides: [
        {
          matcher: { id: 'byName', options: 'put' },
          properties: [
            { id: 'custom.transform', value: 'negative-Y' },
            { id: 'displayName', value: 'Uploads' },
            { id: 'color', value: { mode: 'fixed', fixedColor: '#123456' } }
          ]
        },
        {
          matcher: { id: 'byRegexp', options: '/^po/' },
          properties: [
            { id: 'unit', value: 'ms' },
            { id: 'decimals', value: 1 }
          ]
        }
      ]
    }
  }),
  answers: {
    '1A': answer(
      [{ method: 'get' }, 2, 4, 9, 1],
      [{ method: 'delete' }, 1, null, 3, 6],
      [{ method: 'put' }, 0.5, 0.5, 0.5, 0.5],
      [{ method: 'post' }, 1500, 'NaN', 250, '+Inf']
    )
  }
};

export const FIGURES: IBoard = {
  json: board(
    {
      type: 'stat',
      targets: [target('A', '{{host}}')],
      options: { reduceOptions: { calcs: ['lastNotNull'] } },
      fieldConfig: {
        defaults: {
          unit: 'bytes',
          color: { mode: 'thresholds' },
          thresholds: {
            mode: 'absolute',
            steps: [
              { value: null, color: '#00ff00' },
              { value: 1_073_741_824, color: '#ff0000' }
            ]
          }
        },
        overrides: []
      }
    },
    {
      type: 'stat',
      targets: [target('A', '{{host}}')],
      options: { reduceOptions: { calcs: ['last'] } },
      fieldConfig: {
        defaults: {
          mappings: [
            {
              type: 'value',
              options: {
                0: { text: 'down', color: '#ff0000' },
                1: { text: 'up', color: '#00ff00' }
              }
            },
            {
              type: 'special',
              options: { match: 'null', result: { text: 'away' } }
            }
          ]
        },
        overrides: []
      }
    },
    {
      type: 'gauge',
      targets: [target('A', 'load')],
      options: { reduceOptions: { calcs: ['mean'] } },
      fieldConfig: {
        defaults: {
          ...{ unit: 'percentunit', min: 0, max: 1 },
          color: { mode: 'thresholds' },
          thresholds: {
            mode: 'percentage',
            steps: [
              { value: null, color: '#00ff00' },
              { value: 30, color: '#ffaa00' },
              { value: 40, color: '#ff0000' }
            ]
          }
        },
        overrides: []
      }
    },
    {
      type: 'bargauge',
      targets: [target('A', '{{host}}')],
      options: { reduceOptions: { calcs: ['sum'] } },
      fieldConfig: { defaults: { unit: 's' }, overrides: [] }
    }
  ),
  answers: {
    '1A': answer(
      [{ host: 'a' }, 1_073_741_824, null, 1_610_612_736, null],
      [{ host: 'b' }, 2_147_483_648, null, null, 536_870_912]
    ),
    '2A': answer(
      [{ host: 'a' }, 0, 1],
      [{ host: 'b' }, 1, 0],
      [{ host: 'c' }, 1, null]
    ),
    '3A': answer([{}, 0.25, 0.5, 0.375]),
    '4A': answer([{ host: 'a' }, 30, 60], [{ host: 'b' }, 0.25, null])
  }
};

const TABLE = { format: 'table', instant: true, range: false };

export const MACHINES: IBoard = {
  json: board({
    type: 'table',
    targets: [target('A', '', TABLE), target('B', '', TABLE)],
    transformations: [
      { id: 'merge', options: {} },
      {
        id: 'calculateField',
        options: {
          alias: 'Each',
          mode: 'binary',
          binary: { left: 'Value #B', operator: '/', right: 'Value #A' }
        }
      },
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true },
          indexByName: { host: 0, 'Value #A': 1, 'Value #B': 2, Each: 3 },
          renameByName: { 'Value #A': 'Cores', 'Value #B': 'Memory' }
        }
      },
      {
        id: 'sortBy',
        options: { fields: {}, sort: [{ field: 'Cores', desc: true }] }
      }
    ],
    fieldConfig: {
      defaults: {},
      overrides: [
        {
          matcher: { id: 'byRegexp', options: '/Memory|Each/' },
          properties: [{ id: 'unit', value: 'bytes' }]
        }
      ]
    }
  }),
  answers: {
    '1A': answer([{ host: 'a' }, 4], [{ host: 'b' }, 8]),
    '1B': answer([{ host: 'a' }, 2_147_483_648], [{ host: 'b' }, 1_073_741_824])
  }
};

export const SUMS: IBoard = {
  json: board(
    {
      type: 'table',
      targets: [target('A', '{{queue}}')],
      transformations: [
        { id: 'reduce', options: { reducers: ['max', 'mean'] } },
        {
          id: 'filterFieldsByName',
          options: { include: { names: ['Field', 'Mean'] } }
        }
      ]
    },
    {
      type: 'table',
      targets: [target('A', '', TABLE)],
      transformations: [
        {
          id: 'groupBy',
          options: {
            fields: {
              user: { operation: 'groupby', aggregations: [] },
              Value: { operation: 'aggregate', aggregations: ['sum', 'count'] }
            }
          }
        },
        {
          id: 'renameByRegex',
          options: { regex: 'Value \\((.*)\\)', renamePattern: 'by $1' }
        }
      ]
    }
  ),
  answers: {
    '1A': answer([{ queue: 'x' }, 1, 5, 3], [{ queue: 'y' }, 2, null, 4]),
    '2A': answer(
      [{ user: 'ann', pod: 'p' }, 1.5],
      [{ user: 'bob', pod: 'q' }, 3],
      [{ user: 'ann', pod: 'r' }, 2.5]
    )
  }
};

export const SHARES: IBoard = {
  json: board(
    {
      type: 'timeseries',
      targets: [target('A', '{{host}}')],
      fieldConfig: {
        defaults: {
          custom: { stacking: { mode: 'percent', group: 'A' } }
        },
        overrides: []
      }
    },
    {
      type: 'heatmap',
      targets: [target('A', '{{le}}', { format: 'heatmap' })]
    }
  ),
  answers: {
    '1A': answer([{ host: 'a' }, 1, 3, 0], [{ host: 'b' }, 3, 1, 0]),
    '2A': answer(
      [{ le: '+Inf' }, 7, 9],
      [{ le: '5' }, 6, 3],
      [{ le: '1' }, 2, 3]
    )
  }
};
