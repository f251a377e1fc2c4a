import { nullTranslator } from '@jupyterlab/translation';
import type { Wire } from '../../api/tokens';
import { FakeClient, refusal } from '../../testing/FakeServer';
import { ALL, readDashboard } from '../dashboard/read';
import type { Source, UsageView } from '../tokens';
import { Variables } from '../variables';
import { USUAL } from '../view';

const NOW = Date.UTC(2026, 0, 31, 12);
const SPAN = { from: NOW - 3_600_000, to: NOW };
const STORE: Source = {
  name: 'hub',
  title: 'The hub',
  state: 'ready',
  kind: 'prometheus'
};

type LabelsRequest = Wire<'LabelsRequest'>;

describe('the variables of a dashboard', () => {
  let client: FakeClient;
  let variables: Variables;
  const changed = jest.fn();

  function make(...list: ReadonlyArray<Record<string, unknown>>): void {
    const { variables: read } = readDashboard({ templating: { list } });
    variables = new Variables(client, read, nullTranslator.load(''), changed);
  }

  function update(
    view: Partial<UsageView> = {},
    sources: readonly Source[] = [STORE]
  ): Promise<void> {
    return variables.update({
      view: { ...USUAL, ...view },
      span: SPAN,
      sources,
      store: view.store ?? '',
      stores: {}
    });
  }

  function state(name: string) {
    return variables.states.find(({ variable }) => variable.name === name);
  }

  function matches(): Array<readonly string[] | undefined> {
    return client.calls.map(
      ({ args }) => (args as { body: LabelsRequest }).body.match
    );
  }

  const JOB = { name: 'job', type: 'query', query: 'label_values(up, job)' };
  const INSTANCE = {
    name: 'instance',
    type: 'query',
    query: 'label_values(up{job="$job"}, instance)'
  };

  beforeEach(() => {
    client = new FakeClient();
    client.reply('listUsageLabels', ({ body }) => ({
      values: body.label === 'job' ? ['lab', 'hub'] : [`${body.match?.[0]}:1`]
    }));
  });

  afterEach(() => variables.dispose());

  it('that refer to others are asked for after them, and again only when these changed', async () => {
    make(INSTANCE, JOB);
    await update();
    expect(matches()).toEqual([['up'], ['up{job="lab"}']]);
    await update({ from: 'now-6h' });
    expect(client.calls).toHaveLength(2);
    await update({ variables: { job: ['hub'] } });
    expect(matches().slice(2)).toEqual([['up{job="hub"}']]);
    expect(state('instance')).toMatchObject({
      chosen: ['up{job="hub"}:1'],
      isLoading: false,
      problem: null
    });
  });

  it('that follow the time are asked for when that changed', async () => {
    make({ ...JOB, refresh: 2 });
    await update();
    await update();
    expect(client.calls).toHaveLength(1);
    await update({ from: 'now-6h' });
    expect(client.calls).toHaveLength(2);
  });

  it('that fail say why, hold what was chosen, and leave the others alone', async () => {
    client.reply('listUsageLabels', ({ body }) => {
      if (body.label === 'job') {
        throw refusal(504, 'the store is too slow');
      }
      return { values: ['a'] };
    });
    make(
      JOB,
      { name: 'node', type: 'query', query: 'label_values(node)' },
      { name: 'step', type: 'custom', query: '1m,5m' }
    );
    await update({ variables: { job: ['lab'] } });
    expect(state('job')).toMatchObject({
      problem: 'the store is too slow',
      chosen: ['lab']
    });
    expect(state('node')).toMatchObject({ problem: null, chosen: ['a'] });
    expect(state('step')).toMatchObject({ chosen: ['1m'] });

    const before = client.calls.length;
    await update({ variables: { job: ['lab'] } });
    expect(client.calls).toHaveLength(before);
    client.reply('listUsageLabels', { values: ['lab'] });
    variables.retry();
    await update({ variables: { job: ['lab'] } });
    expect(client.calls).toHaveLength(before + 1);
    expect(state('job')).toMatchObject({ problem: null });
  });

  it('that refer to an empty one wait for it and name it', async () => {
    client.reply('listUsageLabels', { values: [] });
    make({ ...JOB, label: 'Job' }, INSTANCE);
    await update();
    expect(client.calls).toHaveLength(1);
    expect(state('instance')).toMatchObject({
      problem: 'the variable Job is empty'
    });
  });

  it('that refer to each other in a circle say so', async () => {
    make(
      { name: 'a', type: 'query', query: 'label_values(up{x="$b"}, a)' },
      { name: 'b', type: 'query', query: 'label_values(up{x="$a"}, b)' }
    );
    await update();
    expect(state('a')?.problem).toContain('a, b');
    expect(client.calls).toEqual([]);
  });

  it('without a Prometheus say so', async () => {
    make(JOB);
    await update({}, []);
    expect(state('job')?.problem).toBe('no Prometheus is known here');
  });

  it('name sources by their titles, and are asked of the one that is named', async () => {
    make(
      { name: 'store', type: 'datasource', query: 'prometheus' },
      { ...JOB, datasource: { type: 'prometheus', uid: '$store' } }
    );
    const other = { ...STORE, name: 'lab', title: 'The lab' };
    await update({ variables: { store: ['lab'] } }, [STORE, other]);
    expect(state('store')?.options).toEqual([
      { text: 'The hub', value: 'hub' },
      { text: 'The lab', value: 'lab' }
    ]);
    expect(client.last('listUsageLabels')).toMatchObject({
      body: { source: 'lab' }
    });
  });

  it('of the record are the values of a label, without any Prometheus', async () => {
    client.reply('queryUsage', {
      times: [NOW / 1000],
      answers: [
        {
          unit: 'short',
          series: ['b', 'a', 'b'].map(name => ({
            labels: { name },
            values: [1]
          })),
          problem: null
        }
      ]
    });
    make({
      name: 'cluster',
      type: 'query',
      datasource: { type: 'pangeo-record', uid: 'recorder' },
      query: 'label_values(cluster_workers, name)',
      sort: 1
    });
    await update({}, []);
    expect(state('cluster')?.options.map(({ value }) => value)).toEqual([
      'a',
      'b'
    ]);
    expect(client.last('queryUsage')).toMatchObject({
      body: { queries: [{ metric: 'cluster_workers' }], step: 3600 }
    });
  });

  it('on All stand for every value', async () => {
    make({ ...JOB, includeAll: true, multi: true });
    await update();
    expect(state('job')?.chosen).toEqual([ALL]);
    expect(variables.values.get('job')?.values).toEqual(['lab', 'hub']);
  });

  it('are not of an answer that came too late', async () => {
    const late: Array<(answer: Wire<'LabelsAnswer'>) => void> = [];
    client.reply(
      'listUsageLabels',
      ({ body }) =>
        new Promise(resolve =>
          body.label === 'job'
            ? resolve({ values: ['lab', 'hub'] })
            : late.push(resolve)
        )
    );
    make(JOB, INSTANCE);
    const first = update({ variables: { job: ['lab'] } });
    while (late.length < 1) {
      await Promise.resolve();
    }
    const second = update({ variables: { job: ['hub'] } });
    while (late.length < 2) {
      await Promise.resolve();
    }
    late[1]({ values: ['of hub'] });
    late[0]({ values: ['of lab'] });
    await Promise.all([first, second]);
    expect(state('instance')?.chosen).toEqual(['of hub']);
  });
});
