import { nullTranslator } from '@jupyterlab/translation';
import { FakeClient } from '../../testing/FakeServer';
import type { Wire } from '../../api/tokens';
import { readDashboard } from '../dashboard/read';
import { type Fetched, fetchPanels, wordsOf } from '../fetching';
import type { Source } from '../tokens';

const NOW = 1_800_000_000_000;

const dashboard = readDashboard({
  panels: ['fast', 'slow', 'broken'].map((expr, index) => ({
    id: index + 1,
    type: 'timeseries',
    datasource: { type: 'prometheus', uid: '' },
    targets: [
      { refId: 'A', expr },
      ...(index === 0 ? [{ refId: 'B', expr: 'quick' }] : [])
    ]
  }))
});

const pending = { problem: { code: 'pending', message: 'wait' } };

const answerTo = (expr: string): Wire<'PromqlResult'> =>
  expr === 'broken'
    ? { problem: { code: 'bad-query', message: 'what is broken?' } }
    : { times: [1], series: [{ labels: { expr }, values: [1] }] };

describe('the data of panels', () => {
  let client: FakeClient;
  let seen: Array<Record<number, string>>;

  beforeEach(() => {
    client = new FakeClient();
    seen = [];
  });

  function ask(signal = new AbortController().signal): Promise<void> {
    const source = { name: 'hub', kind: 'prometheus' } as Source;
    return fetchPanels(
      client,
      {
        dashboard,
        panelIds: new Set([1, 2, 3]),
        span: { from: NOW - 60_000, to: NOW },
        clock: { now: NOW, timezone: 'utc' },
        sources: [source],
        store: '',
        stores: {},
        variables: new Map()
      },
      {
        words: wordsOf(nullTranslator.load('')),
        signal,
        arrived: found => {
          seen.push(
            Object.fromEntries([...found].map(([id, data]) => [id, told(data)]))
          );
        }
      }
    );
  }

  function told(data: Fetched): string {
    return data instanceof Error
      ? data.message
      : [
          ...data.problems,
          ...data.frames.map(({ fields }) => fields[1].labels.expr)
        ].join();
  }

  it('come as soon as they are there: a slow query is waited for alone', async () => {
    client.reply('queryPromql', ({ body: { queries, patience } }) => ({
      answers: queries.map(({ expr }) =>
        expr === 'slow' && patience !== undefined ? pending : answerTo(expr)
      )
    }));
    await ask();
    expect(seen).toEqual([
      { 1: 'fast,quick', 3: 'what is broken?' },
      { 2: 'slow' }
    ]);
    const asked = client.calls.map(
      ({ args }) => args as { body: Wire<'PromqlRequest'> }
    );
    expect(
      asked.map(({ body }) => body.queries.map(({ expr }) => expr))
    ).toEqual([['fast', 'quick', 'slow', 'broken'], ['slow']]);
  });

  it('of all panels of a request that fails say so, each once', async () => {
    client.reply('queryPromql', new Error('the server is away'));
    await ask();
    expect(seen).toEqual([
      {
        1: 'the server is away',
        2: 'the server is away',
        3: 'the server is away'
      }
    ]);
  });

  it('of a slow query that fails in the end leave the others as they are', async () => {
    client.reply('queryPromql', ({ body: { queries, patience } }) => {
      if (patience === undefined) {
        throw new Error('cut off');
      }
      return {
        answers: queries.map(({ expr }) =>
          expr === 'slow' ? pending : answerTo(expr)
        )
      };
    });
    await ask();
    expect(seen).toEqual([
      { 1: 'fast,quick', 3: 'what is broken?' },
      { 2: 'cut off' }
    ]);
  });

  it('that nobody waits for any more are passed to nobody', async () => {
    const abort = new AbortController();
    client.reply('queryPromql', ({ body: { queries } }) => {
      abort.abort();
      return { answers: queries.map(({ expr }) => answerTo(expr)) };
    });
    await ask(abort.signal);
    expect(seen).toEqual([]);
  });
});
