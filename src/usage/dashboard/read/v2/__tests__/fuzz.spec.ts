import * as fc from 'fast-check';
import { readDashboard } from '../../dashboard';

/** Fields and kinds that the reader looks for, so that arbitrary JSON gets past its first lines. */
const KEYS = [
  ...['kind', 'spec', 'group', 'elements', 'layout', 'items', 'rows', 'tabs'],
  ...['element', 'name', 'x', 'y', 'width', 'height', 'repeat', 'value'],
  ...['title', 'collapse', 'hideHeader', 'conditionalRendering', 'variables'],
  ...['data', 'queries', 'query', 'datasource', 'transformations', 'options'],
  ...['vizConfig', 'fieldConfig', 'id', 'current', 'valuesFormat', 'a', 'b'],
  ...['columnWidthMode', 'columnWidth', 'maxColumnCount', 'rowHeight'],
  ...['enabledValue', 'disabledValue', 'sort', 'uid', 'type', '__proto__']
];
const WORDS = [
  ...['Panel', 'LibraryPanel', 'GridLayout', 'GridLayoutItem', 'RowsLayout'],
  ...['GridLayoutRow', 'AutoGridLayout', 'TabsLayout', 'QueryVariable'],
  ...['CustomVariable', 'SwitchVariable', 'timeseries', 'row', 'custom'],
  ...['json', 'a', 'b', '__proto__', '$a', '[{"value": {}}]']
];

const { json, layout } = fc.letrec<{
  json: unknown;
  layout: unknown;
  section: object;
  place: object;
  grid: object;
  nested: object;
}>(tie => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(
      fc.constantFrom(...WORDS),
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null)
    ),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('json'), { maxKeys: 6 })
  ),
  place: fc.record(
    {
      element: fc.record({ name: fc.constantFrom('a', 'b', 'c', '__proto__') }),
      ...{ x: tie('json'), y: tie('json'), width: tie('json') },
      ...{ height: tie('json'), repeat: tie('json') },
      conditionalRendering: tie('json')
    },
    { requiredKeys: ['element'] }
  ),
  section: fc.record({
    spec: fc.record({
      title: tie('json'),
      ...{ collapse: fc.boolean(), hideHeader: fc.boolean() },
      ...{ repeat: tie('json'), variables: tie('json') },
      layout: tie('layout')
    })
  }),
  grid: fc.record({
    kind: fc.constantFrom('GridLayout', 'AutoGridLayout'),
    spec: fc.record({
      items: fc.array(fc.record({ spec: tie('place') }), { maxLength: 4 }),
      columnWidthMode: tie('json'),
      maxColumnCount: tie('json')
    })
  }),
  nested: fc.record({
    kind: fc.constantFrom('RowsLayout', 'TabsLayout', 'GridLayout'),
    spec: fc.record({
      rows: fc.array(tie('section'), { maxLength: 3 }),
      tabs: fc.array(tie('section'), { maxLength: 3 }),
      items: tie('json')
    })
  }),
  layout: fc.oneof(
    { maxDepth: 4 },
    { weight: 5, arbitrary: tie('grid') },
    { weight: 5, arbitrary: tie('nested') },
    { weight: 1, arbitrary: tie('json') }
  )
}));

const element = fc.record({
  kind: fc.constantFrom('Panel', 'LibraryPanel', 'Odd'),
  spec: json
});
const variable = fc.record({ kind: fc.constantFrom(...WORDS), spec: json });
const spec = fc.record({
  elements: fc.oneof(fc.record({ a: element, b: element, c: json }), json),
  layout: fc.oneof({ weight: 8, arbitrary: layout }, json),
  variables: fc.oneof(fc.array(variable, { maxLength: 4 }), json),
  ...{ annotations: json, timeSettings: json, cursorSync: json, links: json }
});

function check(value: unknown): number {
  const { panels, problems } = readDashboard(value);
  for (const { id, gridPos, lacks, rowId } of panels) {
    const { x, y, w, h } = gridPos;
    expect([id, x, y, w, h].every(Number.isFinite)).toBe(true);
    expect(x + w).toBeLessThanOrEqual(24);
    expect(lacks.every(words => typeof words === 'string')).toBe(true);
    expect(rowId === null || panels.some(row => row.id === rowId)).toBe(true);
  }
  expect(problems).toEqual([...new Set(problems)]);
  return panels.length;
}

describe('any dashboard that looks like schema v2', () => {
  it('is read without throwing', () => {
    let panels = 0;
    fc.assert(
      fc.property(spec, value => {
        panels += check(value);
      }),
      { numRuns: 2000 }
    );
    expect(panels).toBeGreaterThan(500);
  });

  it('is read in bounded time, also where it goes in circles', () => {
    const knot: Record<string, unknown> = { kind: 'RowsLayout' };
    knot.spec = { rows: [knot, knot, knot, knot], layout: knot };
    const value = { elements: {}, layout: knot };
    expect(readDashboard(value).problems.join()).toMatch(/too large/);
  });

  it('lets no key change what objects inherit', () => {
    readDashboard(
      JSON.parse(
        '{"elements": {"__proto__": {"kind": "Panel"}}, "layout": {"kind": "GridLayout", "spec": {"items": [{"spec": {"element": {"name": "__proto__"}}}]}}}'
      )
    );
    expect(({} as Record<string, unknown>).kind).toBeUndefined();
  });
});
