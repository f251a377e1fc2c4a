import { panelOf, targetOf } from '../../testing/usage';
import type { ScopeValue } from '../dashboard/read';
import { planProm, promFrames } from '../promQueries';
import type { Source } from '../tokens';

const NOW = Date.UTC(2026, 0, 31, 12);
const HOUR = 3_600_000;
const SPAN = { from: NOW - HOUR, to: NOW };

function source(name: string, kind: Source['kind'] = 'prometheus'): Source {
  return { name, title: name, state: 'ready', kind };
}

function expression(expr: string, uid = '') {
  return targetOf({ expr, datasource: { type: 'prometheus', uid }, raw: {} });
}

function plan(
  targets: ReturnType<typeof targetOf>[],
  sources: readonly Source[] = [source('recorder', 'record'), source('hub')],
  more: { store?: string; variables?: Record<string, string[]> } = {}
) {
  const shown = [1, 2].map(id => ({
    panel: panelOf({ id, targets }),
    span: SPAN
  }));
  const variables = new Map(
    Object.entries(more.variables ?? {}).map(([name, values]) => [
      name,
      valueOf(values)
    ])
  );
  return planProm(shown, {
    ...{ sources, store: more.store ?? '', stores: {} },
    variables
  });
}

function valueOf(values: string[]): ScopeValue {
  return { values, text: values.join(), isMulti: true, isRaw: false };
}

describe('expressions for a Prometheus', () => {
  it('are asked of the first store in one request, and equal ones once', () => {
    const { batches, homeless } = plan([expression('up'), expression('down')]);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ source: 'hub' });
    expect(batches[0].queries.map(({ expr }) => expr)).toEqual(['up', 'down']);
    expect(
      batches[0].takers.map(({ panelId, index }) => [panelId, index])
    ).toEqual([
      [1, 0],
      [2, 0],
      [1, 1],
      [2, 1]
    ]);
    expect(homeless.size).toBe(0);
  });

  it('are asked of the store that they name', () => {
    const sources = [source('hub'), source('lab')];
    const { batches } = plan([expression('up', 'lab')], sources);
    expect(batches.map(batch => batch.source)).toEqual(['lab']);
  });

  it('are asked of the store that the view prefers where they name none', () => {
    const sources = [source('hub'), source('lab')];
    const { batches } = plan([expression('up')], sources, { store: 'lab' });
    expect(batches.map(batch => batch.source)).toEqual(['lab']);
  });

  it('have rates over four of the lowest steps of their query, not of their panel', () => {
    const rate = expression('rate(x[$__rate_interval])');
    const targets = [{ ...rate, interval: '1m' }, rate];
    const panel = panelOf({ targets, interval: '2m' });
    const { batches } = planProm([{ panel, span: SPAN }], {
      ...{ sources: [source('hub')], store: '', stores: {} },
      variables: new Map()
    });
    // max(1 min + 1 min, 4 x 1 min), and max(2 min + 15 s, 4 x 15 s).
    expect(batches[0].queries).toMatchObject([
      { expr: 'rate(x[4m])', step: 60 },
      { expr: 'rate(x[2m15s])', step: 120 }
    ]);
  });

  it('have variables filled in, in legends and names of stores too', () => {
    const target = {
      ...expression('up{job=~"$job"}', '$store'),
      legendFormat: '{{instance}} of $job'
    };
    const sources = [source('hub'), source('lab')];
    const variables = { job: ['a.b', 'c'], store: ['lab'] };
    const [batch] = plan([target], sources, { variables }).batches;
    expect(batch.source).toBe('lab');
    expect(batch.queries[0].expr).toBe('up{job=~"(a\\\\.b|c)"}');
    expect(batch.takers[0].target.legendFormat).toBe('{{instance}} of {a.b,c}');
  });

  it('that refer to a variable without a value are not asked', () => {
    const { batches, empty } = plan(
      [expression('up{job="$job"}')],
      [source('hub')],
      { variables: { job: [] } }
    );
    expect(batches).toEqual([]);
    expect([...empty]).toEqual([
      [1, 'job'],
      [2, 'job']
    ]);
  });

  it('have the interval and the range of the view filled in', () => {
    const [{ queries }] = plan([
      expression('rate(a[$__rate_interval]) + rate(a[$__range])')
    ]).batches;
    expect(queries[0].expr).toMatch(/^rate\(a\[\w+\]\) \+ rate\(a\[3600s\]\)$/);
    const { start, end, step } = queries[0] as {
      start: number;
      end: number;
      step: number;
    };
    expect([start % step, end % step]).toEqual([0, 0]);
  });

  it('that have nobody to be asked of leave their panels to say so', () => {
    const { batches, homeless } = plan(
      [expression('up')],
      [source('recorder', 'record')]
    );
    expect(batches).toEqual([]);
    expect([...homeless]).toEqual([1, 2]);
  });

  it('that are hidden, or of the record, are not asked', () => {
    const hidden = { ...expression('up'), isHidden: true };
    expect(plan([hidden, targetOf()]).batches).toEqual([]);
  });
});

describe('an answer of a Prometheus', () => {
  it('has a frame for each series; what is no number is a gap', () => {
    const target = { ...expression('up'), legendFormat: '{{ job }}' };
    const [frame] = promFrames(
      { target, valueName: 'Value' },
      {
        times: [1, 2, 3],
        series: [
          { labels: { __name__: 'up', job: 'hub' }, values: [1, null, '+Inf'] }
        ]
      }
    );
    expect(frame.fields[0].values).toEqual([1000, 2000, 3000]);
    expect(frame.fields[1]).toMatchObject({
      name: 'up',
      labels: { job: 'hub' },
      title: 'hub',
      values: [1, null, null]
    });
  });
});
