import { readDashboard } from '../../dashboard';
import { elements, FORMS, grid, item, plain, read, row, rows } from './samples';

const FIELDS = {
  defaults: { unit: 's', custom: { fillOpacity: 10 } },
  overrides: [
    {
      matcher: { id: 'byName', options: 'up' },
      properties: [{ id: 'unit', value: 'short' }]
    }
  ]
};
const OPTIONS = { legend: { displayMode: 'list', placement: 'bottom' } };
const LINK = { title: 'More', url: 'https://example.org/', targetBlank: true };
const PROM = { type: 'prometheus', uid: 'p' };
const UP = {
  ...{ expr: 'up{job="$job"}', legendFormat: '{{job}}', interval: '1m' },
  ...{ format: 'table', instant: true, range: false }
};
const VARIABLE = { name: 'job', label: 'Job', multi: true, includeAll: true };
const TIME = { from: 'now-1h', to: 'now' };
const HEAD = { title: 'Jobs', description: 'All', tags: ['a'], links: [LINK] };
const CHANGES = {
  name: 'Changes',
  ...{ enable: true, hide: false, iconColor: 'red' }
};

const CLASSIC = {
  ...{ ...HEAD, uid: 'jobs', schemaVersion: 42, time: TIME },
  ...{ refresh: '30s', timezone: 'utc', graphTooltip: 1 },
  templating: {
    list: [
      {
        ...{ ...VARIABLE, type: 'query', hide: 1, refresh: 2, sort: 3 },
        ...{ datasource: PROM, regex: '/a/', allValue: '.*' },
        query: { query: 'label_values(up, job)', refId: 'V', qryType: 1 },
        current: { text: ['All'], value: ['$__all'] }
      }
    ]
  },
  annotations: {
    list: [{ ...CHANGES, datasource: PROM, expr: 'changes(v[1m]) > 0' }]
  },
  panels: [
    {
      ...{ id: 7, type: 'timeseries', title: 'Up', description: 'Who' },
      ...{ gridPos: { x: 0, y: 0, w: 12, h: 9 }, links: [LINK] },
      targets: [
        { ...UP, refId: 'Q', datasource: PROM },
        { expr: 'b', refId: 'R', hide: true, datasource: PROM }
      ],
      transformations: [
        { id: 'merge', options: {} },
        { id: 'reduce', options: { a: 1 }, disabled: true }
      ],
      ...{ maxDataPoints: 50, interval: '30s', timeFrom: '2h' },
      ...{ timeShift: '1d', fieldConfig: FIELDS, options: OPTIONS },
      ...{ repeat: 'job', repeatDirection: 'h', maxPerRow: 3 }
    },
    {
      ...{ id: 3, type: 'row', title: 'Rest', collapsed: true, repeat: 'job' },
      gridPos: { x: 0, y: 9, w: 24, h: 1 },
      panels: [
        {
          ...{ id: 8, type: 'stat', title: 'Panel 8', options: {} },
          gridPos: { x: 12, y: 10, w: 12, h: 4 }
        }
      ]
    }
  ]
};

describe.each(FORMS)('a dashboard of $apiVersion', form => {
  const panel = {
    kind: 'Panel',
    spec: {
      ...{ id: 7, title: 'Up', description: 'Who', links: [LINK] },
      transparent: true,
      vizConfig: form.visualization('timeseries', {
        options: OPTIONS,
        fieldConfig: FIELDS
      }),
      data: {
        kind: 'QueryGroup',
        spec: {
          queries: [
            { ...form.asked('prometheus', 'p', UP), refId: 'Q', hidden: false },
            {
              ...form.asked('prometheus', 'p', { expr: 'b' }),
              ...{ refId: 'R', hidden: true }
            }
          ].map(spec => ({ kind: 'PanelQuery', spec })),
          transformations: [
            form.transformation('merge', {}, false),
            form.transformation('reduce', { a: 1 }, true)
          ],
          queryOptions: {
            ...{ maxDataPoints: 50, interval: '30s' },
            ...{ timeFrom: '2h', timeShift: '1d' }
          }
        }
      }
    }
  };
  const variable = {
    ...{ ...VARIABLE, hide: 'hideLabel', refresh: 'onTimeRangeChanged' },
    ...{ sort: 'numericalAsc', regex: '/a/', allValue: '.*' },
    ...form.asked('prometheus', 'p', {
      ...{ query: 'label_values(up, job)', refId: 'V', qryType: 1 }
    }),
    current: { text: ['All'], value: ['$__all'] }
  };
  const annotation = {
    ...CHANGES,
    ...form.asked('prometheus', 'p', { expr: 'changes(v[1m]) > 0' })
  };
  const repeat = { mode: 'variable', value: 'job' };
  const json = {
    ...{ apiVersion: form.apiVersion, kind: 'Dashboard' },
    metadata: { name: 'jobs' },
    spec: {
      ...{ ...HEAD, cursorSync: 'Crosshair' },
      timeSettings: { ...TIME, autoRefresh: '30s', timezone: 'utc' },
      variables: [{ kind: 'QueryVariable', spec: variable }],
      annotations: [{ kind: 'AnnotationQuery', spec: annotation }],
      elements: { 'panel-7': panel, other: plain(8) },
      layout: rows(
        row(
          'Hidden',
          grid(
            item('panel-7', [0, 0, 12, 9], {
              repeat: { ...repeat, direction: 'h', maxPerRow: 3 }
            })
          ),
          { hideHeader: true }
        ),
        row('Rest', grid(item('other', [12, 0, 12, 4])), {
          collapse: true,
          repeat
        })
      )
    }
  };

  it('is read as the same in the classic schema', () => {
    const read = readDashboard(json);
    const expected = readDashboard(CLASSIC);
    // A row has no id in v2: it takes the next that is free.
    const rowId = read.panels[1].id;
    expect(rowId).not.toBe(3);
    expect({
      ...read,
      panels: read.panels.map(panel => ({ ...panel, targets: [] }))
    }).toEqual({
      ...expected,
      panels: expected.panels.map(panel => ({
        ...panel,
        targets: [],
        id: panel.id === 3 ? rowId : panel.id,
        rowId: panel.rowId === 3 ? rowId : panel.rowId
      }))
    });
    const targets = (of: typeof read) =>
      of.panels[0].targets.map(target => ({ ...target, raw: {} }));
    expect(targets(read)).toEqual(targets(expected));
    expect(read.panels[0].targets[0].raw).toMatchObject(UP);
  });

  it('is read also as the bare spec, and as Grafana’s older API wraps it', () => {
    const { panels, variables } = readDashboard(json);
    const bare = readDashboard(json.spec);
    expect(bare).toMatchObject({ uid: '', title: 'Jobs', panels, variables });
    const wrapped = readDashboard({ dashboard: json.spec, meta: {} });
    expect(wrapped).toMatchObject({ title: 'Jobs', panels, variables });
  });
});

describe('a dashboard of schema v2', () => {
  it('without panels says so', () => {
    expect(read({ elements: {}, layout: grid() })).toMatchObject({
      panels: [],
      problems: ['The dashboard has no panels.']
    });
  });

  it('asks the usual source of its type where it names none', () => {
    const query = { kind: 'DataQuery', group: 'prometheus', spec: {} };
    const queries = [{ kind: 'PanelQuery', spec: { query, refId: 'A' } }];
    const data = { kind: 'QueryGroup', spec: { queries } };
    const a = { kind: 'Panel', spec: { id: 1, data } };
    const { panels } = read({ elements: { a }, layout: grid(item('a')) });
    expect(panels[0].targets[0].datasource).toEqual({
      type: 'prometheus',
      uid: ''
    });
  });

  it.each([
    ['Off', false],
    ['Crosshair', true],
    ['Tooltip', true],
    ['odd', false]
  ])('with cursors that are %s shares a crosshair: %s', (cursorSync, is) => {
    const spec = { elements: {}, layout: grid(), cursorSync };
    expect(read(spec).hasSharedCrosshair).toBe(is);
  });

  it('names panels of the library and elements of other kinds on themselves', () => {
    const libraryPanel = { name: 'Shared', uid: 'x' };
    const { panels } = read({
      elements: {
        a: { kind: 'LibraryPanel', spec: { id: 4, title: 'L', libraryPanel } },
        b: { kind: 'Novelty', spec: { id: 5, title: 'N' } }
      },
      layout: grid(item('a'), item('b', [12, 0, 12, 8]))
    });
    expect(panels.map(({ id, title, lacks }) => [id, title, ...lacks])).toEqual(
      [
        [4, 'L', 'panels of type “library-panel-ref”'],
        [5, 'N', 'panels of type “Novelty”']
      ]
    );
  });

  it('keeps 500 panels and says that more were left out', () => {
    const all = elements(600);
    const layout = grid(...Object.keys(all).map(name => item(name)));
    const { panels, problems } = read({ elements: all, layout });
    expect(panels).toHaveLength(500);
    expect(problems).toEqual([
      'The dashboard is too large: parts of it were left out.'
    ]);
  });
});
