import { ALL, readCurrent } from '../dashboard/read';
import { withTitles } from '../filling';
import { laidOut } from '../panel/sections';
import { planProm } from '../promQueries';
import { repeated } from '../repeats';
import type { IVariableState } from '../tokens';

type Json = Record<string, unknown>;

function panel(id: number, at: readonly number[], more: Json = {}): Json {
  const [x, y, w, h] = at;
  return {
    ...{ id, type: 'timeseries', title: `Of $node (${id})` },
    gridPos: { x, y, w, h },
    targets: [
      {
        refId: 'A',
        expr: 'up{node=~"$node"}',
        datasource: { type: 'prometheus', uid: 'p' }
      }
    ],
    ...more
  };
}

const NODE = {
  name: 'node',
  type: 'custom',
  query: 'a,b.c,d',
  multi: true,
  includeAll: true
};

function shown(panels: readonly Json[], chosen: readonly string[]) {
  const dashboard = readCurrent({
    schemaVersion: 39,
    panels,
    templating: { list: [NODE] }
  });
  const [variable] = dashboard.variables;
  const { options } = variable;
  const state: IVariableState = {
    ...{ variable, options, chosen },
    ...{ isLoading: false, problem: null }
  };
  return { dashboard, after: repeated(dashboard, [state]) };
}

function places(panels: ReturnType<typeof repeated>['panels']) {
  return panels.map(({ gridPos: { x, y, w, h } }) => [x, y, w, h]);
}

it('is a panel for each value that is chosen, beside each other in as many lines as it takes', () => {
  const repeat = { repeat: 'node', repeatDirection: 'h', maxPerRow: 2 };
  const { after } = shown(
    [panel(1, [0, 0, 24, 8], repeat), panel(2, [0, 8, 12, 4])],
    [ALL]
  );
  expect(places(after.panels)).toEqual([
    [0, 0, 12, 8],
    [12, 0, 12, 8],
    [0, 8, 12, 8],
    [0, 16, 12, 4]
  ]);
  expect(
    places(laidOut(after.panels, new Set()).map(one => one.panel))
  ).toEqual(places(after.panels));
});

it('stands below each other where the dashboard says so', () => {
  const repeat = { repeat: 'node', repeatDirection: 'v' };
  const { after } = shown([panel(1, [3, 2, 9, 5], repeat)], ['a', 'd']);
  expect(places(after.panels)).toEqual([
    [3, 2, 9, 5],
    [3, 7, 9, 5]
  ]);
});

it('asks with its own value and says it in its title, the first under the id of the panel', () => {
  const { dashboard, after } = shown(
    [panel(1, [0, 0, 24, 8], { repeat: 'node' })],
    ['b.c', 'a']
  );
  const variables = new Map([
    [
      'node',
      { values: ['a', 'b.c'], text: 'a + b.c', isMulti: true, isRaw: false }
    ]
  ]);
  expect(after.panels[0].id).toBe(1);
  expect(new Set(after.panels.map(({ id }) => id)).size).toBe(2);
  expect(withTitles(after, variables).panels.map(({ title }) => title)).toEqual(
    ['Of a (1)', 'Of b.c (1)']
  );
  const span = { from: 0, to: 60_000 };
  const { batches } = planProm(
    after.panels.map(one => ({ panel: one, span })),
    {
      ...{ variables, store: '', stores: { p: 'hub' } },
      sources: [
        {
          ...{ name: 'hub', kind: 'prometheus' as const, title: 'Hub' },
          ...{ state: 'ready' as const, metrics: [] }
        }
      ]
    }
  );
  expect(batches[0].queries.map(({ expr }) => expr)).toEqual([
    'up{node=~"a"}',
    'up{node=~"b\\\\.c"}'
  ]);
  expect(dashboard.panels).toHaveLength(1);
});

it('is a row with its panels for each value', () => {
  const row = { id: 9, type: 'row', title: 'Node $node', repeat: 'node' };
  const { after } = shown(
    [
      panel(1, [0, 0, 24, 4]),
      { ...row, gridPos: { x: 0, y: 4, w: 24, h: 1 } },
      panel(2, [0, 5, 12, 4]),
      panel(3, [12, 5, 12, 4], { repeat: 'other' })
    ],
    ['a', 'd']
  );
  const rows = after.panels.filter(({ type }) => type === 'row');
  expect(rows.map(({ id }) => id)[0]).toBe(9);
  for (const { id } of rows) {
    const below = after.panels.filter(({ rowId }) => rowId === id);
    expect(below).toHaveLength(2);
  }
  const texts = new Map([
    ['node', { values: [], text: 'a + d', isMulti: true, isRaw: false }]
  ]);
  const titles = withTitles(after, texts).panels.map(({ title }) => title);
  expect(titles).toEqual([
    'Of a + d (1)',
    'Node a',
    'Of a (2)',
    'Of a (3)',
    'Node d',
    'Of d (2)',
    'Of d (3)'
  ]);
  expect(new Set(after.panels.map(({ id }) => id)).size).toBe(7);
});

it('is there once while no value is known, and nothing is touched where nothing is repeated', () => {
  const once = shown([panel(1, [0, 0, 24, 8], { repeat: 'gone' })], ['a']);
  expect(once.after.panels).toEqual(once.dashboard.panels);
  const plain = shown([panel(1, [0, 0, 24, 8])], ['a']);
  expect(plain.after).toBe(plain.dashboard);
});

it('has bounds, and ids that are the same each time', () => {
  const many = Array.from({ length: 300 }, (_, index) => `n${index}`);
  const wide = { ...NODE, query: many.join(',') };
  const dashboard = readCurrent({
    schemaVersion: 39,
    panels: Array.from({ length: 20 }, (_, index) =>
      panel(index + 1, [0, index, 24, 1], { repeat: 'node' })
    ),
    templating: { list: [wide] }
  });
  const [variable] = dashboard.variables;
  const state = {
    ...{ variable, options: variable.options, chosen: [ALL] },
    ...{ isLoading: false, problem: null }
  };
  const [one, other] = [1, 2].map(() => repeated(dashboard, [state]).panels);
  expect(one).toHaveLength(1000);
  expect(one.map(({ id }) => id)).toEqual(other.map(({ id }) => id));
  expect(new Set(one.map(({ id }) => id)).size).toBe(1000);
});
