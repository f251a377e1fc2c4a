import {
  customOptions,
  intervalOptions,
  optionsFrom,
  parseVariableQuery,
  sortOptions
} from '../variables';

const option = (value: string, text = value) => ({ text, value });

describe('options', () => {
  it('of lists have texts, and commas where they are escaped', () => {
    expect(customOptions('a, b ,, A text : v,1:2, x\\,y')).toEqual([
      option('a'),
      option('b'),
      option('v', 'A text'),
      option('1:2'),
      option('x,y')
    ]);
    expect(customOptions('')).toEqual([]);
    expect(intervalOptions('1m, "1 h"', null)).toEqual([
      option('1m'),
      option('1 h')
    ]);
  });

  it('are those that the pattern matches, without doubles', () => {
    expect(optionsFrom(['b', 'a', 'b'], '', 0)).toEqual([
      option('b'),
      option('a')
    ]);
    expect(optionsFrom(['node-1', 'other'], '/node/', 0)).toEqual([
      option('node-1')
    ]);
    expect(optionsFrom(['node-1', 'node-2'], '/node-(\\d)/', 0)).toEqual([
      option('1'),
      option('2')
    ]);
    expect(optionsFrom(['a', 'multiple'], '^(?!multiple$).+', 0)).toEqual([
      option('a')
    ]);
    expect(optionsFrom(['a,b'], '/(\\w)/g', 0)).toEqual([
      option('a'),
      option('b')
    ]);
    expect(optionsFrom(['a'], '/(/', 0)).toEqual([]);
  });

  it('take text and value from groups of these names', () => {
    const regex = '/username="(?<text>[^"]+)|pod="(?<value>[^"]+)/g';
    expect(
      optionsFrom(
        ['x{pod="p-1", username="ann"} 4 1', 'x{pod="p-2"}', 'x'],
        regex,
        0
      )
    ).toEqual([option('p-1', 'ann'), option('p-2')]);
    expect(optionsFrom(['k=v'], '/(?<text>\\w)=(?<value>\\w)/', 0)).toEqual([
      option('v', 'k')
    ]);
  });

  it.each([
    [0, ['b10', 'B2', 'a1', 'x']],
    [1, ['B2', 'a1', 'b10', 'x']],
    [2, ['x', 'b10', 'a1', 'B2']],
    [3, ['x', 'a1', 'B2', 'b10']],
    [4, ['b10', 'B2', 'a1', 'x']],
    [5, ['a1', 'b10', 'B2', 'x']],
    [6, ['x', 'B2', 'b10', 'a1']],
    [7, ['a1', 'B2', 'b10', 'x']],
    [8, ['x', 'b10', 'B2', 'a1']],
    [99, ['b10', 'B2', 'a1', 'x']]
  ])('are sorted by %d', (sort, expected) => {
    const options = ['b10', 'B2', 'a1', 'x'].map(value => option(value));
    expect(sortOptions(options, sort).map(({ value }) => value)).toEqual(
      expected
    );
  });
});

describe('parseVariableQuery', () => {
  it.each([
    [
      'label_values(up, job)',
      { kind: 'labelValues', metric: 'up', label: 'job' }
    ],
    ['label_values(job)', { kind: 'labelValues', metric: '', label: 'job' }],
    [
      ' label_values( up{a="b,c", d=~"x(y)"},job ) ',
      { kind: 'labelValues', metric: 'up{a="b,c", d=~"x(y)"}', label: 'job' }
    ],
    [
      'label_values({__name__=~"a|b"}, $label)',
      { kind: 'labelValues', metric: '{__name__=~"a|b"}', label: '$label' }
    ],
    ['label_names()', { kind: 'labelNames', match: '' }],
    ['label_names(up)', { kind: 'labelNames', match: 'up' }],
    ['metrics(node_.*)', { kind: 'metrics', pattern: 'node_.*' }],
    [
      'query_result(sum(up) by (job))',
      { kind: 'queryResult', expr: 'sum(up) by (job)' }
    ],
    ['up{job="x"}', { kind: 'series', match: 'up{job="x"}' }],
    ['', null],
    ['label_values()', null],
    ['label_values(up, a b)', null]
  ])('reads %j', (query, expected) => {
    expect(parseVariableQuery(query)).toEqual(expected);
  });
});
