import { after, field, frame, PODS } from './samples';

describe('columns', () => {
  it('are left out, renamed and put in order by organize; those of no place come last', () => {
    const options = {
      excludeByName: { Time: true, pod: false },
      indexByName: { Value: 0 },
      renameByName: { Value: 'Restarts' }
    };
    const [found] = after('organize', options, PODS);
    expect(Object.entries(found)).toEqual([
      ['Restarts', [3, 1, null]],
      ['pod', ['b', 'a', 'c']]
    ]);
  });

  it('of the same name are told apart by numbers', () => {
    const twice = frame(
      field('Time', [1]),
      field('Time', [2]),
      field('Value', [3])
    );
    expect(
      after('organize', { excludeByName: { 'Time 2': true } }, twice)
    ).toEqual([{ Time: [1], Value: [3] }]);
  });

  it.each([
    [{ include: { names: ['pod'] } }, ['pod']],
    [{ include: { pattern: '/^V/' } }, ['Value']],
    [{ include: { pattern: 'od' } }, ['pod']],
    [{ exclude: { names: ['Time'] } }, ['pod', 'Value']],
    [{}, ['Time', 'pod', 'Value']]
  ])('are chosen by %j', (options, names) => {
    const [found] = after('filterFieldsByName', options, PODS);
    expect(Object.keys(found)).toEqual(names);
  });

  it('that leave a frame empty take it along', () => {
    expect(
      after('filterFieldsByName', { include: { names: ['no'] } }, PODS)
    ).toEqual([]);
  });

  it.each([
    ['Value', 'Instances', 'Instances'],
    ['(V)al(.*)', '$2-$1', 'ue-V'],
    ['/a/g', '', 'Vlue']
  ])('are renamed by a pattern: %s, %s', (regex, renamePattern, name) => {
    const [found] = after('renameByRegex', { regex, renamePattern }, PODS);
    expect(Object.keys(found)).toContain(name);
  });
});

describe('rows', () => {
  it.each([
    ['pod', false, ['a', 'b', 'c']],
    ['Value', true, ['b', 'a', 'c']],
    ['Value', false, ['a', 'b', 'c']],
    ['no such', false, ['b', 'a', 'c']]
  ])(
    'are sorted by %s, descending %s; nothing comes last',
    (name, desc, pods) => {
      const [found] = after('sortBy', { sort: [{ field: name, desc }] }, PODS);
      expect(found.pod).toEqual(pods);
    }
  );

  it('are grouped, with calculations of texts and numbers', () => {
    const rows = frame(
      field('node', ['x', 'y', 'x']),
      field('pod', ['a', 'b', 'c']),
      field('Value', [1, 2, 4])
    );
    const fields = {
      node: { operation: 'groupby' },
      pod: { operation: 'aggregate', aggregations: ['lastNotNull', 'count'] },
      Value: { operation: 'aggregate', aggregations: ['sum', 'mean'] }
    };
    expect(after('groupBy', { fields }, rows)).toEqual([
      {
        node: ['x', 'y'],
        'pod (lastNotNull)': ['c', 'b'],
        'pod (count)': [2, 1],
        'Value (sum)': [5, 2],
        'Value (mean)': [2.5, 2]
      }
    ]);
  });

  it('of a frame without the columns to group by are left out', () => {
    const fields = { other: { operation: 'groupby' } };
    expect(after('groupBy', { fields }, PODS)).toEqual([]);
  });
});

describe('calculations', () => {
  const [one, other] = [
    frame(field('Time', [1, 2]), field('up', [1, 3], { job: 'a' })),
    frame(field('Time', [1, 2]), field('up', [5, null], { job: 'b' }))
  ];

  it('of each series make a row of it', () => {
    expect(after('reduce', { reducers: ['last', 'max'] }, one, other)).toEqual([
      { Field: ['up {job="a"}', 'up {job="b"}'], Last: [3, null], Max: [3, 5] }
    ]);
  });

  it('of each series have its labels as columns', () => {
    const options = { reducers: ['mean'], labelsToFields: true };
    expect(after('reduce', options, one, other)).toEqual([
      { Field: ['up', 'up'], job: ['a', 'b'], Mean: [2, 5] }
    ]);
  });

  it('may leave the series as they are, with one value each', () => {
    const options = { reducers: ['max'], mode: 'reduceFields' };
    expect(after('reduce', options, one)).toEqual([{ up: [3] }]);
  });

  it('of each row may take the place of the series', () => {
    const options = {
      mode: 'reduceRow',
      reduce: { reducer: 'mean' },
      alias: 'All',
      replaceFields: true
    };
    expect(after('calculateField', options, one, other)).toEqual([
      { Time: [1, 2], All: [3, 3] }
    ]);
  });

  it.each([
    [{ left: 'a', operator: '/', right: 'b' }, [0.5, null]],
    [{ left: 'a', operator: '*', right: '100' }, [100, 300]],
    [
      {
        left: { matcher: { id: 'byName', options: 'a' } },
        operator: '-',
        right: { fixed: '1' }
      },
      [0, 2]
    ]
  ])('of two columns: %j', (binary, values) => {
    const both = frame(field('a', [1, 3]), field('b', [2, null]));
    const [found] = after(
      'calculateField',
      { mode: 'binary', binary, alias: 'c' },
      both
    );
    expect(found.c).toEqual(values);
  });
});
