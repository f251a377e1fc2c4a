import { nullTranslator } from '@jupyterlab/translation';
import { FakeClient } from '../../testing/FakeServer';
import { builtIn } from '../dashboards';
import { idOfFile, idOfGrafana, Library, readerOf } from '../library';
import { UsageModel } from '../model';
import type { Source } from '../tokens';
import { USUAL } from '../view';

const trans = nullTranslator.load('');

const source = (name: string): Source => ({
  name,
  title: name,
  state: 'ready',
  kind: 'prometheus',
  isLocked: true,
  metrics: [],
  problems: []
});

const THEIRS = {
  title: 'Theirs',
  schemaVersion: 39,
  time: { from: 'now-2d', to: 'now-1d' },
  refresh: '1m',
  panels: [
    {
      id: 1,
      type: 'timeseries',
      gridPos: { x: 0, y: 0, w: 12, h: 8 },
      datasource: { type: 'prometheus', uid: 'prom' },
      targets: [{ refId: 'A', expr: 'up' }]
    },
    {
      id: 2,
      type: 'timeseries',
      gridPos: { x: 12, y: 0, w: 12, h: 8 },
      datasource: { type: 'prometheus', uid: 'unheard-of' },
      targets: [{ refId: 'A', expr: 'up' }]
    }
  ]
};

describe('a dashboard from elsewhere', () => {
  let client: FakeClient;
  let get: jest.Mock;
  let models: UsageModel[];

  beforeEach(() => {
    jest.useFakeTimers();
    models = [];
    client = new FakeClient();
    const items = [source('first'), source('ops:prom'), source('ops:other')];
    client.reply('listUsageSources', { items });
    client.reply('queryUsage', { times: [], answers: [] });
    client.reply('queryPromql', ({ body }) => ({
      answers: body.queries.map(() => ({}))
    }));
    client.reply('getGrafanaDashboard', {
      document: THEIRS,
      link: 'https://grafana.example/d/u',
      sources: { prom: 'ops:prom', '': 'ops:other' }
    });
    get = jest.fn(() => Promise.resolve({ content: JSON.stringify(THEIRS) }));
  });

  afterEach(() => {
    models.forEach(model => model.dispose());
    jest.useRealTimers();
  });

  function open(dashboard: string, isFresh = false): UsageModel {
    const model = new UsageModel({
      client,
      library: new Library(builtIn(trans), client, readerOf({ get }), trans),
      view: { ...USUAL, dashboard },
      trans,
      isFresh
    });
    models.push(model);
    model.setVisible(true);
    return model;
  }

  const settle = () => jest.advanceTimersByTimeAsync(1000);

  function asked(): unknown[] {
    return client.calls
      .filter(({ operation }) => operation === 'queryPromql')
      .map(({ args }) => (args as { body: { source: string } }).body.source);
  }

  it('is waited for, then asks the sources that it names, and else its usual one', async () => {
    const model = open(idOfGrafana('ops', 'u'));
    expect(model.snapshot.dashboard.phase).toBe('loading');
    await settle();
    expect(model.snapshot).toMatchObject({
      dashboard: { phase: 'ready', value: { title: 'Theirs' } },
      link: 'https://grafana.example/d/u',
      store: 'ops:other'
    });
    model.look(1, true);
    model.look(2, true);
    await settle();
    expect(asked()).toEqual(['ops:prom', 'ops:other']);
  });

  it('goes by the source that the user chose where its own name says nothing here', async () => {
    const model = open(idOfGrafana('ops', 'u'));
    await settle();
    model.change({ store: 'first' });
    model.look(1, true);
    model.look(2, true);
    await settle();
    expect(asked()).toEqual(['ops:prom', 'first']);
  });

  it.each([true, false])(
    'says which time is shown unless somebody chose one: %s',
    async isFresh => {
      const model = open(idOfFile('theirs.json'), isFresh);
      await settle();
      const { from, to, refresh } = model.snapshot.view;
      expect([from, to, refresh]).toEqual(
        isFresh
          ? ['now-2d', 'now-1d', '1m']
          : [USUAL.from, USUAL.to, USUAL.refresh]
      );
    }
  );

  it('takes its time when it is chosen in place of another, which keeps the time when it comes back', async () => {
    const model = open('my-usage');
    model.change({ dashboard: idOfGrafana('ops', 'u') });
    await settle();
    expect(model.snapshot.view.from).toBe('now-2d');
    model.change({ dashboard: 'node' });
    expect(model.snapshot).toMatchObject({
      view: { from: 'now-2d' },
      link: '',
      store: ''
    });
  });

  it('is asked of the source that it means though that is not listed yet', async () => {
    client.reply('listUsageSources', { items: [source('first')] });
    const model = open(idOfGrafana('ops', 'u'));
    await settle();
    model.look(1, true);
    await settle();
    expect(asked()).toEqual(['ops:prom']);
  });

  it('is not asked for more often than every five seconds, whatever it says', async () => {
    get.mockResolvedValue({
      content: JSON.stringify({ ...THEIRS, refresh: '1ms' })
    });
    const model = open(idOfFile('theirs.json'), true);
    await settle();
    model.look(1, true);
    await settle();
    await jest.advanceTimersByTimeAsync(20_000);
    expect(asked().length).toBeLessThanOrEqual(5);
    model.dispose();
    const before = client.calls.length;
    await jest.advanceTimersByTimeAsync(20_000);
    expect(client.calls.length).toBe(before);
  });

  it('that cannot be read says why, and is read when asked again', async () => {
    get.mockRejectedValueOnce(new Error('No such file: theirs.json'));
    const model = open(idOfFile('theirs.json'));
    await settle();
    expect(model.snapshot.dashboard).toMatchObject({
      phase: 'failed',
      error: { message: 'No such file: theirs.json' }
    });
    await model.refresh();
    await settle();
    expect(model.snapshot.dashboard.phase).toBe('ready');
  });

  it('that comes late is not shown in place of what was chosen meanwhile', async () => {
    const model = open(idOfGrafana('ops', 'u'));
    model.change({ dashboard: 'node' });
    await settle();
    expect(model.snapshot.dashboard).toMatchObject({ value: { uid: 'node' } });
    expect(model.snapshot.link).toBe('');
  });

  it.each([
    [{ elements: {}, layout: { kind: 'GridLayout' } }, /has no panels/],
    [[], /no object/],
    [{ title: 'x' }, /no list of panels/]
  ])('that is none says so: %j', async (json, why) => {
    get.mockResolvedValue({ content: JSON.stringify(json) });
    const model = open(idOfFile('x.json'));
    await settle();
    const { dashboard } = model.snapshot;
    expect('value' in dashboard && dashboard.value.problems[0]).toMatch(why);
  });
});
