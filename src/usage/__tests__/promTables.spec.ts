import type { Wire } from '../../api/tokens';
import type { Target } from '../dashboard/types';
import { promTable, valueNameOf } from '../promTables';

const target = { refId: 'B', format: 'table', isHidden: false } as Target;

describe('a table of an answer', () => {
  it('has a row for each value and a column for each label of any series', () => {
    const answer: Wire<'PromqlResult'> = {
      times: [10, 20],
      series: [
        { labels: { __name__: 'up', pod: 'a' }, values: [1, null] },
        { labels: { node: 'x', pod: 'b' }, values: [2, '+Inf'] }
      ]
    };
    const [{ fields }] = promTable(target, answer, 'Value #B');
    expect(fields.map(({ name, values }) => [name, values])).toEqual([
      ['Time', [10_000, 10_000, 20_000]],
      ['__name__', ['up', null, null]],
      ['node', [null, 'x', 'x']],
      ['pod', ['a', 'b', 'b']],
      ['Value #B', [1, 2, null]]
    ]);
  });

  it('is none where there is no value', () => {
    expect(promTable(target, {}, 'Value')).toEqual([]);
  });

  it.each([
    [[target], 'Value'],
    [[target, { ...target, refId: 'A' }], 'Value #B'],
    [[target, { ...target, refId: 'A', isHidden: true }], 'Value'],
    [
      [target, { ...target, refId: 'A', format: 'time_series' as const }],
      'Value'
    ]
  ])(
    'calls its values by the target only where there are several: %#',
    (targets, name) => {
      expect(valueNameOf(target, targets)).toBe(name);
    }
  );
});
