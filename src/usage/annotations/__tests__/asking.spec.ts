import { nullTranslator } from '@jupyterlab/translation';
import type { Wire } from '../../../api/tokens';
import { FakeClient } from '../../../testing/FakeServer';
import { builtIn } from '../../dashboards';
import { idOfFile, Library } from '../../library';
import { UsageModel } from '../../model';
import { USUAL } from '../../view';

const NOW = Date.UTC(2026, 0, 31, 12);
const PROMETHEUS = { type: 'prometheus', uid: '' };

const panel = (id: number, type: string, expr: string) => ({
  ...{ id, type, datasource: PROMETHEUS, targets: [{ refId: 'A', expr }] },
  gridPos: { x: 0, y: id * 8, w: 12, h: 8 }
});

const annotation = (name: string, expr: string, change: object = {}) => ({
  ...{ name, expr, enable: true, datasource: PROMETHEUS },
  ...change
});

const DASHBOARD = {
  schemaVersion: 39,
  panels: [panel(1, 'stat', 'figure'), panel(2, 'timeseries', 'lines')],
  templating: {
    list: [
      { name: 'job', type: 'custom', query: 'a,b', current: { value: 'a' } }
    ]
  },
  annotations: {
    list: [
      annotation('Releases', 'released{job="$job"}', { step: '5m' }),
      annotation('Restarts', 'restarts', { enable: false }),
      annotation('Hidden', 'hidden', { hide: true, filter: { ids: [2] } })
    ]
  }
};

type Request = Wire<'PromqlRequest'>;

describe('annotations of a dashboard', () => {
  let client: FakeClient;
  let model: UsageModel;
  let json: object;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
    json = DASHBOARD;
    client = new FakeClient();
    const store = { name: 'hub', title: 'Hub', kind: 'prometheus' } as const;
    client.reply('listUsageSources', {
      items: [{ ...store, state: 'ready', metrics: [], problems: [] }]
    });
    client.reply('listUsageLabels', { values: [] });
    answer(() => ({}));
    const trans = nullTranslator.load('');
    const read = () => Promise.resolve(JSON.stringify(json));
    model = new UsageModel({
      ...{ client, trans, now: () => NOW },
      library: new Library(builtIn(trans), client, read, trans),
      view: { ...USUAL, dashboard: idOfFile('a.json'), refresh: '' }
    });
    model.setVisible(true);
  });

  afterEach(() => {
    model.dispose();
    jest.useRealTimers();
  });

  const pass = () => jest.advanceTimersByTimeAsync(100);

  /** Answer queries one by one: with one sample, or as said. */
  function answer(of: (expr: string) => Wire<'PromqlResult'>): void {
    client.reply('queryPromql', ({ body: { queries } }) => ({
      answers: queries.map(({ expr, end }) => ({
        times: [end],
        series: [{ labels: {}, values: [1] }],
        ...of(expr)
      }))
    }));
  }

  function requests(): Request[] {
    return client.calls
      .filter(({ operation }) => operation === 'queryPromql')
      .map(({ args }) => (args as { body: Request }).body);
  }

  function asked(): string[] {
    return requests().flatMap(({ queries }) => queries.map(({ expr }) => expr));
  }

  it('are asked for only once a panel with times is in view', async () => {
    await pass();
    model.look(1, true);
    await pass();
    expect(asked()).toEqual(['figure']);
    model.look(2, true);
    await pass();
    expect(asked().sort()).toEqual([
      'figure',
      'hidden',
      'lines',
      'released{job="a"}'
    ]);
    expect([-1, -2, -3].map(id => model.data(id).phase)).toEqual([
      'ready',
      'loading',
      'ready'
    ]);
  });

  it('are asked for with a step of their own, apart from panels', async () => {
    await pass();
    model.look(2, true);
    await pass();
    const steps = requests().map(({ queries }) =>
      queries.map(({ expr, step }) => [expr, step])
    );
    expect(steps).toEqual([
      [['lines', 10]],
      [['hidden', 60]],
      [['released{job="a"}', 300]]
    ]);
  });

  it('that are refused leave panels their data', async () => {
    client.reply('queryPromql', ({ body: { queries } }) => {
      if (queries.some(({ expr }) => expr === 'hidden')) {
        throw new Error('too long');
      }
      return {
        answers: queries.map(({ end }) => ({
          times: [end],
          series: [{ labels: {}, values: [1] }]
        }))
      };
    });
    await pass();
    model.look(2, true);
    await pass();
    expect(model.data(2).phase).toBe('ready');
    expect([-1, -3].map(id => model.data(id).phase)).toEqual([
      'ready',
      'failed'
    ]);
  });

  it('without events lack nothing: no metrics are looked for', async () => {
    answer(expr => (expr === 'lines' ? {} : { times: [], series: [] }));
    await pass();
    model.look(2, true);
    await pass();
    expect(model.data(-1)).toMatchObject({ value: { problems: [] } });
    expect(client.count('listUsageLabels')).toBe(0);
  });

  it('are no panels that are shown', async () => {
    await pass();
    const { dashboard } = model.snapshot;
    expect('value' in dashboard && dashboard.value.panels).toHaveLength(2);
  });

  it('go with their dashboard', async () => {
    await pass();
    model.look(2, true);
    expect(model.snapshot.annotations).not.toBeNull();
    model.change({ dashboard: 'my-usage' });
    expect(model.snapshot.annotations).toBeNull();
    await pass();
    expect(asked()).toEqual([]);
  });

  it('of a dashboard without any load nothing', async () => {
    json = { ...DASHBOARD, annotations: { list: [] } };
    model.reload();
    await pass();
    expect(model.snapshot.dashboard.phase).toBe('ready');
    expect(model.snapshot.annotations).toBeNull();
  });
});
