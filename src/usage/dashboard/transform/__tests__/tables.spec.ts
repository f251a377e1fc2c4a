import { TRANSFORMS } from '..';
import { after, field, frame, PODS } from './samples';

describe('tables', () => {
  const used = frame(field('claim', ['x', 'y']), field('Value #A', [1, 2]));
  const size = frame(field('claim', ['y', 'z']), field('Value #B', [20, 30]));

  it.each([
    [
      'seriesToColumns',
      {},
      {
        claim: ['x', 'y', 'z'],
        'Value #A': [1, 2, null],
        'Value #B': [null, 20, 30]
      }
    ],
    [
      'joinByField',
      { mode: 'inner' },
      { claim: ['y'], 'Value #A': [2], 'Value #B': [20] }
    ]
  ])('are joined by a column: %s, %j', (id, options, expected) => {
    expect(after(id, { byField: 'claim', ...options }, used, size)).toEqual([
      expected
    ]);
  });

  it('are joined by time where no column is named, in its order', () => {
    const one = frame(field('Time', [20, 10]), field('a', [2, 1]));
    const other = frame(field('Time', [15]), field('b', [7]));
    expect(after('joinByField', {}, one, other)).toEqual([
      { Time: [10, 15, 20], a: [1, null, 2], b: [null, 7, null] }
    ]);
  });

  it('are merged where their rows agree in what both have', () => {
    expect(after('merge', {}, used, size)).toEqual([
      {
        claim: ['x', 'y', 'z'],
        'Value #A': [1, 2, null],
        'Value #B': [null, 20, 30]
      }
    ]);
  });

  it('keep rows apart that contradict each other', () => {
    const again = frame(field('claim', ['x']), field('Value #A', [9]));
    expect(after('merge', {}, used, again)).toEqual([
      { claim: ['x', 'y', 'x'], 'Value #A': [1, 2, 9] }
    ]);
  });

  it('have labels as columns, only those that are kept', () => {
    const series = (pod: string, value: number) =>
      frame(
        field('Time', [1]),
        field('Value', [value], { pod, uid: `${pod}-1` })
      );
    const options = { mode: 'columns', keepLabels: ['pod'] };
    expect(
      after('labelsToFields', options, series('a', 3), series('b', 4))
    ).toEqual([{ Time: [1, 1], Value: [3, 4], pod: ['a', 'b'] }]);
    const [table] = after('labelsToFields', { mode: 'rows' }, series('a', 3));
    expect(table).toEqual({ label: ['pod', 'uid'], value: ['a', 'a-1'] });
  });

  it('become a matrix, with what stands for nothing', () => {
    const alerts = frame(
      field('severity', ['warning', 'critical', 'warning']),
      field('component', ['db', 'db', 'web']),
      field('Value', [1, 2, 3])
    );
    const options = {
      columnField: 'severity',
      rowField: 'component',
      valueField: 'Value',
      emptyValue: 'zero'
    };
    expect(after('groupingToMatrix', options, alerts)).toEqual([
      {
        'component\\severity': ['db', 'web'],
        warning: [1, 3],
        critical: [2, 0]
      }
    ]);
  });
});

describe('what does not fit', () => {
  it('becomes no matrix of more columns than anybody reads', () => {
    const many = Array.from({ length: 3000 }, (_, row) => row);
    const table = frame(field('Time', many), field('Value', many));
    expect(after('groupingToMatrix', {}, table)).toEqual([
      { Time: many, Value: many }
    ]);
  });

  it.each([...TRANSFORMS.keys()])('never throws: %s', id => {
    const odd = [null, 3, 'x', [], [null], { x: null }, { names: 3 }];
    const keys =
      'fields sort include exclude names reducers reduce binary byField regex renameByName indexByName excludeByName keepLabels mode columnField'.split(
        ' '
      );
    for (const value of odd) {
      for (const key of keys) {
        for (const frames of [
          [],
          [frame()],
          [PODS],
          [PODS, frame(field('Time', []))]
        ]) {
          expect(() => after(id, { [key]: value }, ...frames)).not.toThrow();
        }
      }
    }
  });

  it('is done in reasonable time where all rows are alike', () => {
    const many = frame(
      field('k', new Array<number>(20_000).fill(1)),
      field(
        'v',
        Array.from({ length: 20_000 }, (_, row) => row)
      )
    );
    const fields = { k: { operation: 'groupby' } };
    expect(after('groupBy', { fields }, many)).toEqual([{ k: [1] }]);
    expect(after('merge', {}, many, many)[0].k.length).toBeGreaterThan(0);
    expect(
      after('joinByField', { byField: 'k' }, many, many)[0].k
    ).toHaveLength(20_000);
  });
});
