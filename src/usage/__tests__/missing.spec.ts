import { FakeClient, refusal } from '../../testing/FakeServer';
import { explainSilence, type ISilent, metricsIn } from '../missing';

describe('the metrics that an expression reads', () => {
  it.each([
    ['up', ['up']],
    [
      'sum by (job) (rate(http_requests_total{code=~"5..|up"}[5m]))',
      ['http_requests_total']
    ],
    ['sum(a) by (b) / on (c) group_left (d) max(e) without (f)', ['a', 'e']],
    ['job:rate:sum{} or vector(0)', ['job:rate:sum']],
    ['label_replace(up, "x", "$1", \'y\', `(z)`) # and w', ['up']],
    ['a offset 5m > bool 1e3 + inf', ['a']],
    ['a{b="}"} unless a @ end()', ['a']],
    [
      'topk by (x) (3, node_load1) and count(node_load5)',
      ['node_load1', 'node_load5']
    ],
    ['{__name__="up"}', []],
    ['time() - 0x1F', []]
  ])('%s', (expr, expected) => {
    expect(metricsIn(expr)).toEqual(expected);
  });
});

describe('why there is nothing', () => {
  const span = { from: 0, to: 60_000 };
  const data = new Map(
    [1, 2].map(id => [id, { span, frames: [], problems: [] }])
  );
  const silent: ISilent[] = [
    {
      panelId: 1,
      source: 'hub',
      query: {
        expr: 'sum(node_cpu)',
        kind: 'range',
        start: 0,
        end: 60,
        step: 15
      }
    },
    {
      panelId: 2,
      source: 'hub',
      query: { expr: 'up == 0', kind: 'instant', end: 60 }
    }
  ];
  const say = (names: readonly string[]) => `no ${names.join()}`;
  const { signal } = new AbortController();

  it('is said of metrics that a store does not have, and asked once a store', async () => {
    const client = new FakeClient();
    client.reply('listUsageLabels', { values: ['up'] });
    const said = await explainSilence(client, silent, data, say, signal);
    expect([...said]).toEqual([
      [1, { span, frames: [], problems: ['no node_cpu'] }]
    ]);
    expect(client.calls.map(({ args }) => args)).toEqual([
      {
        body: {
          source: 'hub',
          what: 'values',
          label: '__name__',
          match: ['{__name__=~"node_cpu|up"}'],
          start: 0,
          end: 60
        }
      }
    ]);
  });

  it('stays unsaid where the store does not tell', async () => {
    const client = new FakeClient();
    client.reply('listUsageLabels', refusal(502, 'away'));
    expect((await explainSilence(client, silent, data, say, signal)).size).toBe(
      0
    );
    client.reply('listUsageLabels', {
      problem: { code: 'x', message: 'y', path: '$' }
    });
    expect((await explainSilence(client, silent, data, say, signal)).size).toBe(
      0
    );
  });
});
