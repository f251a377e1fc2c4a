import { MOST_TEXT } from '../json';
import { readDashboard } from '../dashboard';
import { panelOf } from './samples';

const PLAIN = { schemaVersion: 39, title: 'Plain', panels: [] };

describe('readDashboard', () => {
  it('reads the head of a dashboard', () => {
    const dashboard = readDashboard({
      ...PLAIN,
      uid: 'u',
      tags: ['a', 1, 'b'],
      time: { from: 'now-1h', to: 'now-1m' },
      refresh: '30s',
      timezone: 'utc',
      graphTooltip: 2,
      links: [{ title: 'Docs', url: 'https://example.org' }, { title: 'x' }]
    });
    expect(dashboard).toMatchObject({
      uid: 'u',
      title: 'Plain',
      schemaVersion: 39,
      tags: ['a', 'b'],
      time: { from: 'now-1h', to: 'now-1m' },
      refresh: '30s',
      timezone: 'utc',
      hasSharedCrosshair: true,
      links: [{ title: 'Docs', url: 'https://example.org' }],
      problems: []
    });
  });

  it('has Grafana’s defaults where the JSON says nothing or something odd', () => {
    const dashboard = readDashboard({
      ...PLAIN,
      time: 3,
      refresh: false,
      timezone: null
    });
    expect(dashboard).toMatchObject({
      time: { from: 'now-6h', to: 'now' },
      refresh: '',
      timezone: 'browser',
      hasSharedCrosshair: false
    });
  });

  it('unwraps what the API, an export and a Kubernetes object put around it', () => {
    expect(readDashboard({ dashboard: PLAIN, meta: {} }).title).toBe('Plain');
    const object = {
      apiVersion: 'dashboard.grafana.app/v1beta1',
      kind: 'Dashboard',
      metadata: { name: 'of-the-object' },
      spec: { ...PLAIN, panels: [{ type: 'stat' }] }
    };
    const read = readDashboard(object);
    expect(read.uid).toBe('of-the-object');
    expect(read.panels.map(({ type }) => type)).toEqual(['stat']);
  });

  it.each([
    [null, /no object/],
    ['text', /no object/],
    [[PLAIN], /no object/],
    [{}, /no list of panels/],
    [{ ...PLAIN, schemaVersion: 7 }, /schema version is 7/],
    [{ ...PLAIN, schemaVersion: 99 }, /schema version is 99/],
    [
      { apiVersion: 'v2', spec: { elements: {}, layout: {} } },
      /Layouts of these kinds are not known: –.*has no panels/
    ]
  ])('says what is wrong with %j', (json, words) => {
    const { problems, panels } = readDashboard(json);
    expect(problems.join()).toMatch(words);
    expect(panels).toEqual([]);
  });

  it('keeps 500 panels and says that more were left out', () => {
    const panels = Array.from({ length: 600 }, () => ({ type: 'stat' }));
    const dashboard = readDashboard({ ...PLAIN, panels });
    expect(dashboard.panels).toHaveLength(500);
    expect(dashboard.problems.join()).toMatch(/too large/);
    expect(
      readDashboard({ ...PLAIN, panels: panels.slice(0, 500) }).problems
    ).toEqual([]);
  });

  it('cuts texts, and what is nested too deeply', () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 10_000; i++) {
      deep = { deep };
    }
    const long = 'x'.repeat(MOST_TEXT + 1);
    const dashboard = readDashboard({
      ...PLAIN,
      panels: [{ type: 'text', title: long, options: { deep } }]
    });
    expect(dashboard.panels[0].title).toHaveLength(MOST_TEXT);
    expect(JSON.stringify(dashboard.panels[0].options).length).toBeLessThan(
      1000
    );
    expect(dashboard.problems.join()).toMatch(/too large/);
  });

  it('reads a cycle and a wide graph in bounded time', () => {
    const knot: Record<string, unknown> = { ...PLAIN };
    knot.panels = [knot, knot, knot, knot];
    knot.dashboard = undefined;
    expect(readDashboard(knot).problems.join()).toMatch(/too large/);
  });

  it('lets no key change what objects inherit', () => {
    const json = JSON.parse(
      '{"panels": [{"type": "stat", "options": {"__proto__": {"isHidden": true}}}]}'
    ) as unknown;
    const [{ options }] = readDashboard(json).panels;
    expect(options.isHidden).toBeUndefined();
    expect(({} as Record<string, unknown>).isHidden).toBeUndefined();
  });

  it('tells of variables that refer to each other in a circle', () => {
    const query = (name: string, other: string) => ({
      ...{ type: 'query', name },
      query: `label_values(up{x="$${other}"}, y)`
    });
    const templating = { list: [query('a', 'b'), query('b', 'a')] };
    expect(readDashboard({ ...PLAIN, templating }).problems.join()).toMatch(
      /circle: a, b/
    );
  });
});

describe('sources', () => {
  const at = (datasource: unknown, more: object = {}) =>
    readDashboard({ ...PLAIN, ...more, panels: [{ type: 'stat', datasource }] })
      .panels[0].datasource;

  it('are read in each form', () => {
    expect(at(null)).toBeNull();
    expect(at(undefined)).toBeNull();
    expect(at('default')).toBeNull();
    expect(at('Prometheus')).toEqual({ type: '', uid: 'Prometheus' });
    expect(at('$datasource')).toEqual({ type: '', uid: '$datasource' });
    expect(at({ type: 'prometheus', uid: 'p' })).toEqual({
      type: 'prometheus',
      uid: 'p'
    });
    expect(at({ type: 'prometheus' })).toEqual({ type: 'prometheus', uid: '' });
    expect(at(7)).toBeNull();
  });

  it('that an export asks for are the usual one', () => {
    const __inputs = [
      { name: 'DS_PROMETHEUS', type: 'datasource', pluginId: 'prometheus' },
      { name: 'VAR_X', type: 'constant' }
    ];
    expect(at('${DS_PROMETHEUS}', { __inputs })).toEqual({
      type: 'prometheus',
      uid: ''
    });
    const templating = {
      list: [{ name: 'DS_PROMETHEUS', type: 'datasource' }]
    };
    expect(at('${DS_PROMETHEUS}', { __inputs, templating })?.uid).toBe(
      '${DS_PROMETHEUS}'
    );
    expect(at('${VAR_X}', { __inputs })).toEqual({ type: '', uid: '${VAR_X}' });
  });
});

describe('targets', () => {
  it('are read with their defaults', () => {
    const { targets } = panelOf({
      type: 'timeseries',
      targets: [
        { expr: 'up', legendFormat: '{{job}}', interval: '1m', step: 4 },
        { refId: 'X', expr: 'up', instant: true, format: 'table', hide: true },
        { expr: 'up', instant: true, range: true, format: 'odd' },
        'none'
      ]
    });
    expect(targets).toMatchObject([
      {
        refId: 'A',
        expr: 'up',
        legendFormat: '{{job}}',
        interval: '1m',
        format: 'time_series',
        isInstant: false,
        isRange: true,
        isHidden: false,
        raw: { step: 4 }
      },
      {
        refId: 'X',
        isInstant: true,
        isRange: false,
        format: 'table',
        isHidden: true
      },
      { refId: 'C', isInstant: true, isRange: true, format: 'time_series' }
    ]);
    expect(targets).toHaveLength(3);
  });

  it('are 200 at most, with letters that go on after Z', () => {
    const targets = Array.from({ length: 300 }, () => ({ expr: 'up' }));
    const read = panelOf({ type: 'stat', targets }).targets;
    expect(read).toHaveLength(200);
    expect([read[25].refId, read[26].refId, read[52].refId]).toEqual([
      'Z',
      'AA',
      'BA'
    ]);
  });
});

describe('panels', () => {
  it('are repeated, moved in time and transformed as they say', () => {
    const panel = panelOf({
      ...{ type: 'stat', repeat: 'node', repeatDirection: 'v', maxPerRow: 3 },
      ...{
        timeFrom: '1h',
        timeShift: '1d',
        interval: '30s',
        maxDataPoints: 50
      },
      transformations: [{ id: 'merge', disabled: true }, { id: 7 }]
    });
    expect(panel).toMatchObject({
      repeat: { variable: 'node', direction: 'v', maxPerRow: 3 },
      timeFrom: '1h',
      timeShift: '1d',
      interval: '30s',
      maxDataPoints: 50,
      transformations: [
        { id: 'merge', options: {}, isDisabled: true },
        { id: '', options: {}, isDisabled: false }
      ]
    });
  });

  it('of a legend that was hidden show none', () => {
    const options = { legend: { displayMode: 'hidden', placement: 'right' } };
    expect(panelOf({ type: 'timeseries', options }).options.legend).toEqual({
      displayMode: 'list',
      placement: 'right',
      showLegend: false
    });
  });

  it('of a library are named, as they lie elsewhere', () => {
    expect(panelOf({ libraryPanel: { uid: 'x' } }).lacks).toEqual([
      'panels of type “library-panel-ref”'
    ]);
  });

  it('of text keep the content that stood beside the options', () => {
    expect(
      panelOf({ type: 'text', content: '# Hi', mode: 'html' }).options
    ).toEqual({ content: '# Hi', mode: 'html' });
  });
});
