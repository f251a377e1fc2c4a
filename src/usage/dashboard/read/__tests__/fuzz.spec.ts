import * as fc from 'fast-check';
import { formatValue } from '../../format';
import { type Dashboard } from '../../types';
import { readDashboard } from '../dashboard';
import { displayOf } from '../display';
import { isRecord } from '../json';
import { resolveField } from '../resolve';
import {
  choose,
  interpolate,
  optionsFrom,
  parseVariableQuery,
  valueOf
} from '../variables';
import { CONTEXT, realDashboards, series, shared } from './samples';

/** Does with a dashboard all that is done before it is drawn. */
function use(dashboard: Dashboard): void {
  const scopes = dashboard.variables.map(variable => {
    parseVariableQuery(variable.query);
    const options = [
      ...variable.options,
      ...optionsFrom(['a 1', 'b'], variable.regex, variable.sort)
    ];
    return [
      variable.name,
      valueOf(variable, options, choose(variable, options))
    ] as const;
  });
  const scope = {
    variables: new Map(scopes),
    intervalMs: 1000,
    span: { from: 0, to: 1 }
  };
  for (const panel of dashboard.panels) {
    const field = series({ labels: { job: 'x' }, name: 'up' });
    const context = {
      ...CONTEXT,
      interpolate: (text: string) => interpolate(text, scope)
    };
    const { config, color } = resolveField(
      field,
      0,
      panel.fieldConfig,
      context
    );
    expect(color).not.toMatch(/[;{}<>"]/);
    for (const value of [0, null, NaN, 'text', true]) {
      displayOf(value, config, (number, unit, decimals) =>
        formatValue(number, unit, decimals)
      );
    }
    panel.targets.forEach(({ expr }) => interpolate(expr, scope, 'prometheus'));
    expect(panel.lacks.every(words => typeof words === 'string')).toBe(true);
  }
}

/** Keys that the reader looks for, so that arbitrary JSON gets past its first lines. */
const KEYS = [
  ...[
    'panels',
    'rows',
    'templating',
    'list',
    'type',
    'title',
    'id',
    'gridPos',
    'x',
    'y',
    'w',
    'h',
    'targets',
    'expr',
    'fieldConfig',
    'defaults'
  ],
  ...[
    'custom',
    'overrides',
    'matcher',
    'options',
    'properties',
    'value',
    'mappings',
    'thresholds',
    'steps',
    'color',
    'mode',
    'styles',
    'yaxes'
  ],
  ...[
    'seriesOverrides',
    'alias',
    'legend',
    'transformations',
    'datasource',
    'name',
    'query',
    'current',
    'regex',
    'hideFrom',
    'lineStyle',
    'gauge'
  ],
  ...[
    'valueMaps',
    'rangeMaps',
    'aliasColors',
    'fieldOptions',
    'span',
    'height',
    'collapsed',
    'repeat',
    '__proto__',
    'constructor',
    'spec',
    'dashboard'
  ],
  ...['iconColor', 'tagKeys', 'titleFormat', 'filter', 'ids', 'target']
];
const WORDS = [
  'row',
  'graph',
  'singlestat',
  'table-old',
  'table',
  'stat',
  'timeseries',
  'gauge',
  'byName',
  'byValue',
  'byRegexp',
  'value',
  'regex',
  'query',
  'custom',
  'fixed',
  '$a',
  '${a:regex}',
  '/(a+)+$/',
  '250px'
];

const { json } = fc.letrec<{ json: unknown; list: unknown[]; object: object }>(
  tie => ({
    json: fc.oneof(
      { maxDepth: 7, withCrossShrink: true },
      fc.oneof(
        fc.constantFrom(...WORDS),
        fc.string(),
        fc.double(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null)
      ),
      tie('list'),
      { weight: 3, arbitrary: tie('object') }
    ),
    list: fc.array(tie('json'), { maxLength: 4 }),
    object: fc.dictionary(fc.constantFrom(...KEYS), tie('json'), { maxKeys: 8 })
  })
);

/** A copy in which the value at one of the places, counted through, is another. */
function mutated(
  value: unknown,
  place: { left: number },
  other: unknown
): unknown {
  place.left -= 1;
  if (place.left === 0) {
    return other;
  }
  if (Array.isArray(value)) {
    return value.map(item => mutated(item, place, other));
  }
  return isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          mutated(item, place, other)
        ])
      )
    : value;
}

function size(value: unknown): number {
  const parts =
    typeof value === 'object' && value !== null ? Object.values(value) : [];
  return parts.reduce((sum: number, part) => sum + size(part), 1);
}

describe('any JSON', () => {
  it('is read without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), value => use(readDashboard(value))),
      { numRuns: 500 }
    );
  });

  it('with the keys of dashboards is read and used without throwing', () => {
    let panels = 0;
    const whole = fc.record({
      panels: fc.array(json, { maxLength: 6 }),
      templating: json,
      annotations: json,
      rows: json
    });
    fc.assert(
      fc.property(whole, value => {
        const dashboard = readDashboard(value);
        use(dashboard);
        panels += dashboard.panels.length;
      }),
      { numRuns: 1500 }
    );
    expect(panels).toBeGreaterThan(1000);
  });

  shared(
    'of real dashboards with anything in any place is read and used',
    () => {
      const files = [...realDashboards()].filter(
        ([path]) => !path.startsWith('node-exporter')
      );
      const sizes = new Map(files.map(([path, value]) => [path, size(value)]));
      fc.assert(
        fc.property(
          fc.constantFrom(...files),
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.oneof(json, fc.anything()),
          ([path, value], at, other) => {
            const left = Math.ceil(at * (sizes.get(path) ?? 1));
            use(readDashboard(mutated(value, { left }, other)));
          }
        ),
        { numRuns: 300 }
      );
    }
  );
});
