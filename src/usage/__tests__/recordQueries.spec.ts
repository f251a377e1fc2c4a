import { targetOf } from '../../testing/usage';
import type { ScopeValue } from '../dashboard/read';
import { recordFrames, recordTarget } from '../recordQueries';

const ANSWER = {
  unit: 's',
  series: [
    { labels: { name: 'a.ipynb', kind: 'kernel' }, values: [3600, null] },
    { labels: { name: 'b.ipynb', kind: 'kernel' }, values: [0, 1800] }
  ]
};
const TIMES = [1000, 1015];

describe('a target of the record', () => {
  it('asks for plain values where its JSON says no more', () => {
    expect(recordTarget(targetOf({ raw: { metric: 'memory' } }))).toEqual({
      query: {
        metric: 'memory',
        filters: {},
        aggregate: 'none',
        by: [],
        over: 'value'
      },
      scale: 1
    });
  });

  it.each<[Partial<ScopeValue>, object]>([
    [{ values: ['a', 'b'] }, { name: ['a', 'b'], kind: ['kernel'] }],
    [{ values: ['.*'], isRaw: true }, { kind: ['kernel'] }],
    [{ values: [] }, { kind: ['kernel'] }]
  ])('is filtered by a variable that is %j', (change, filters) => {
    const value = { values: [], text: '', isMulti: true, isRaw: false };
    const target = targetOf({
      raw: { metric: 'm', filters: { name: ['$cluster'], kind: ['kernel'] } }
    });
    const { query } = recordTarget(
      target,
      new Map([['cluster', { ...value, ...change }]])
    );
    expect(query.filters).toEqual(filters);
  });

  it('has a frame for each series, with the times that they share', () => {
    const target = targetOf({ legendFormat: '{{ name }} ({{kind}})' });
    const [one, two] = recordFrames(
      target,
      recordTarget(target),
      ANSWER,
      TIMES
    );
    expect(one.fields[1]).toMatchObject({
      title: 'a.ipynb (kernel)',
      unit: 's',
      values: [3600, null]
    });
    expect(one.fields[0].values).toBe(two.fields[0].values);
  });

  it('scales values and leaves gaps', () => {
    const target = targetOf({ raw: { metric: 'cpu', scale: 1 / 3600 } });
    const frames = recordFrames(target, recordTarget(target), ANSWER, TIMES);
    expect(frames.map(({ fields }) => fields[1].values)).toEqual([
      [1, null],
      [0, 0.5]
    ]);
  });

  it('has no title of its own without a legend', () => {
    const target = targetOf();
    const [{ fields }] = recordFrames(
      target,
      recordTarget(target),
      ANSWER,
      TIMES
    );
    expect(fields[1].title).toBeUndefined();
  });
});
