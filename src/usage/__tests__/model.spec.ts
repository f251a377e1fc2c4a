import { nullTranslator } from '@jupyterlab/translation';
import type { Wire } from '../../api/tokens';
import { FakeClient, refusal } from '../../testing/FakeServer';
import { builtIn } from '../dashboards';
import { Library } from '../library';
import { UsageModel } from '../model';
import { USUAL } from '../view';

const NOW = Date.UTC(2026, 0, 31, 12);
const SOURCE: Wire<'Source'> = {
  name: 'recorder',
  title: 'This server',
  state: 'ready',
  reason: null,
  intervalSeconds: 15,
  metrics: [],
  problems: []
};

type Query = Wire<'UsageQuery'>;

describe('what a usage tab asks for', () => {
  let client: FakeClient;
  let model: UsageModel;
  let now: number;

  function answer({ queries, end }: Query): Wire<'UsageAnswer'> {
    return {
      times: [end],
      answers: queries.map(({ metric }) => ({
        unit: 'bytes',
        series: [{ labels: { name: metric }, values: [now - NOW] }],
        problem: null
      }))
    };
  }

  beforeEach(() => {
    jest.useFakeTimers();
    now = NOW;
    client = new FakeClient();
    client.reply('listUsageSources', { items: [SOURCE] });
    client.reply('queryUsage', ({ body }) => answer(body));
    const trans = nullTranslator.load('');
    const read = () => Promise.reject(new Error('no file'));
    model = new UsageModel({
      client,
      library: new Library(builtIn(trans), client, read, trans),
      view: { ...USUAL, timezone: 'utc' },
      trans,
      now: () => now
    });
  });

  afterEach(() => {
    model.dispose();
    jest.useRealTimers();
  });

  function pass(milliseconds: number): Promise<void> {
    now += milliseconds;
    return jest.advanceTimersByTimeAsync(milliseconds);
  }

  function value(panelId: number): unknown {
    const data = model.data(panelId);
    return 'value' in data ? data.value.frames[0].fields[1].values[0] : null;
  }

  it('is nothing while nobody sees it', async () => {
    model.look(5, true);
    await pass(60_000);
    expect(client.calls).toEqual([]);
  });

  it('is what is in view, in one request, and anew as often as the view says', async () => {
    model.setVisible(true);
    model.look(5, true);
    model.look(6, true);
    await pass(100);
    expect(client.count('queryUsage')).toBe(1);
    const { body } = client.last('queryUsage') as { body: Query };
    expect(body.queries.map(({ metric }) => metric)).toEqual([
      'process_memory',
      'memory_limit',
      'process_cpu'
    ]);
    await pass(15_100);
    expect(client.count('queryUsage')).toBe(2);
    model.setVisible(false);
    await pass(60_000);
    expect(client.count('queryUsage')).toBe(2);
    model.setVisible(true);
    await pass(100);
    expect(client.count('queryUsage')).toBe(3);
  });

  it('is asked once more only for what comes into view', async () => {
    model.setVisible(true);
    model.look(5, true);
    await pass(100);
    model.look(7, true);
    await pass(100);
    const { body } = client.last('queryUsage') as { body: Query };
    expect(body.queries.map(({ metric }) => metric)).toEqual([
      'cluster_memory'
    ]);
  });

  it('is asked for what comes into view beside what is still on its way', async () => {
    const waiting: Array<() => void> = [];
    client.reply(
      'queryUsage',
      ({ body }) =>
        new Promise(resolve => waiting.push(() => resolve(answer(body))))
    );
    model.setVisible(true);
    model.look(5, true);
    await pass(100);
    model.look(7, true);
    await pass(100);
    const seen = client.calls.filter(
      ({ operation }) => operation === 'queryUsage'
    );
    expect(seen.map(({ signal }) => signal?.aborted)).toEqual([false, false]);
    waiting[1]();
    await pass(100);
    expect([5, 7].map(id => model.data(id).phase)).toEqual([
      'loading',
      'ready'
    ]);
    expect(model.snapshot.isBusy).toBe(true);
    waiting[0]();
    await pass(100);
    expect(model.data(5).phase).toBe('ready');
    expect(model.snapshot.isBusy).toBe(false);
    await pass(15_100);
    expect(client.count('queryUsage')).toBe(3);
  });

  it('stays when a later answer fails, with the reason', async () => {
    model.setVisible(true);
    model.look(5, true);
    await pass(100);
    const known = value(5);
    client.reply('queryUsage', refusal(504, 'the disk does not answer'));
    await pass(15_100);
    const data = model.data(5);
    expect(data.phase).toBe('stale');
    expect(value(5)).toBe(known);
    client.reply('queryUsage', ({ body }) => answer(body));
    await pass(15_100);
    expect(model.data(5).phase).toBe('ready');
  });

  it('that is refused alone leaves the rest of its panel', async () => {
    client.reply('queryUsage', ({ body }) => {
      const found = answer(body);
      const [first, ...rest] = found.answers;
      const problem = { code: 'invalid', message: 'no such metric', path: '$' };
      return {
        ...found,
        answers: [{ ...first, series: [], problem }, ...rest]
      };
    });
    model.setVisible(true);
    model.look(5, true);
    await pass(100);
    const data = model.data(5);
    expect(data).toMatchObject({
      phase: 'ready',
      value: { problems: ['no such metric'] }
    });
    expect('value' in data && data.value.frames).toHaveLength(1);
  });

  it('is of the time that is shown, though an answer for another time came last', async () => {
    model.setVisible(true);
    model.look(5, true);
    let settle: (() => void) | undefined;
    client.reply(
      'queryUsage',
      ({ body }) =>
        new Promise(resolve => (settle ??= () => resolve(answer(body))))
    );
    await pass(100);
    model.change({ from: 'now-7d' });
    settle?.();
    client.reply('queryUsage', ({ body }) => answer(body));
    await pass(100);
    const data = model.data(5);
    const span = 'value' in data ? data.value.span : { from: 0, to: 0 };
    expect(span.to - span.from).toBe(7 * 86_400_000);
  });

  it('is of another dashboard once that is chosen', async () => {
    model.setVisible(true);
    model.look(5, true);
    await pass(100);
    model.change({ dashboard: 'dask' });
    expect(model.data(5).phase).toBe('loading');
    model.look(7, true);
    await pass(100);
    const { body } = client.last('queryUsage') as { body: Query };
    expect(body.queries.map(({ metric }) => metric)).toEqual(['cluster_tasks']);
  });

  it('does not wait for stores where none is asked', async () => {
    client.reply('listUsageSources', () => new Promise(() => undefined));
    model.setVisible(true);
    model.look(5, true);
    await pass(100);
    expect(model.data(5).phase).toBe('ready');
    model.change({ dashboard: 'node' });
    model.look(1, true);
    await pass(100);
    expect(model.data(1).phase).toBe('loading');
  });

  it('leaves the view as it is, which is what a reload brings back', async () => {
    const { view } = model.snapshot;
    model.setVisible(true);
    model.look(5, true);
    await pass(60_000);
    expect(model.snapshot.view).toBe(view);
    model.change({ from: 'now-6h' });
    expect(model.snapshot.view).not.toBe(view);
  });

  it('is given up when something else is wanted', async () => {
    client.reply('queryUsage', () => new Promise(() => undefined));
    model.setVisible(true);
    model.look(5, true);
    await pass(100);
    model.change({ from: 'now-6h' });
    await pass(100);
    const [first, second] = client.calls.filter(
      ({ operation }) => operation === 'queryUsage'
    );
    expect([first.signal?.aborted, second.signal?.aborted]).toEqual([
      true,
      false
    ]);
  });

  describe('with variables', () => {
    const store = {
      name: 'hub',
      title: 'Hub',
      state: 'ready',
      kind: 'prometheus'
    } as const;

    beforeEach(() => {
      client.reply('listUsageSources', { items: [SOURCE, store] });
      client.reply('listUsageLabels', { values: ['a:9100', 'b:9100'] });
      client.reply('queryPromql', ({ body }) => ({
        answers: body.queries.map(({ end }) => ({
          times: [end],
          series: [{ labels: {}, values: [1] }]
        }))
      }));
      model.change({ dashboard: 'node' });
      model.setVisible(true);
      model.look(5, true);
    });

    function asked(): string {
      const { body } = client.last('queryPromql') as {
        body: Wire<'PromqlRequest'>;
      };
      return body.queries.map(({ expr }) => expr).join();
    }

    it('is asked with what is chosen', async () => {
      await pass(100);
      expect(asked()).toContain('instance=~".*"');
      const [state] = model.snapshot.variables;
      expect(state.options.map(({ value }) => value)).toEqual([
        'a:9100',
        'b:9100'
      ]);
      model.change({ variables: { instance: ['b:9100'] } });
      await pass(100);
      expect(asked()).toContain('instance=~"b:9100"');
      expect(client.count('listUsageLabels')).toBe(1);
    });

    it('is forgotten with its dashboard', async () => {
      model.change({ variables: { instance: ['b:9100'] } });
      model.change({ dashboard: 'hub' });
      expect(model.snapshot.view.variables).toEqual({});
      expect(model.snapshot.variables).toEqual([]);
    });
  });
});
