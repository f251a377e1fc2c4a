import { nullTranslator } from '@jupyterlab/translation';
import type { UserParameter } from '../../tokens';
import { checked, fieldOf, shown } from '../parameter';

const trans = nullTranslator.load('');

function parameterOf(over: Partial<UserParameter>): UserParameter {
  return { name: 'p', type: 'str', ...over };
}

describe('fieldOf', () => {
  it.each([
    [{ allowed: [1, 2], type: 'int' }, 'choice'],
    [{ allowed: [], type: 'int' }, 'number'],
    [{ type: 'bool' }, 'switch'],
    [{ type: 'float' }, 'number'],
    [{ type: 'datetime' }, 'text']
  ])('gives %j a %s', (over, field) => {
    expect(fieldOf(parameterOf(over))).toBe(field);
  });
});

describe('checked', () => {
  const level = parameterOf({ type: 'int', minimum: 1, maximum: 7 });

  it.each([
    ['3', { value: 3 }],
    ['-1', { problem: 'The least is 1.' }],
    ['8', { problem: 'The most is 7.' }],
    ['1.5', { problem: 'A whole number is wanted.' }],
    ['', { problem: 'A number is wanted.' }],
    ['x', { problem: 'A number is wanted.' }]
  ])('takes %j for a level as it should', (typed, result) => {
    expect(checked(level, typed, trans)).toEqual(result);
  });

  it('compares dates as text', () => {
    const day = parameterOf({ type: 'datetime', minimum: '2020-01-01' });
    expect(checked(day, '2019-12-31', trans)).toHaveProperty('problem');
    expect(checked(day, '2020-06-01', trans)).toEqual({ value: '2020-06-01' });
  });

  it.each(['2020', '2020-06', '2020-06-01T06:00', 'now', '2020-06-01 06:00Z'])(
    'takes %s for a time',
    typed => {
      const day = parameterOf({ type: 'datetime' });
      expect(checked(day, typed, trans)).toEqual({ value: typed });
    }
  );

  it.each(['', 'yesterday', '2020-13-01', '1/2/2020', '2020-06-01; x'])(
    'does not take %j for a time',
    typed => {
      const day = parameterOf({ type: 'datetime', default: '2020' });
      expect(checked(day, typed, trans)).toHaveProperty('problem');
    }
  );

  it.each([
    ['[1, "a"]', [1, 'a']],
    ['a, b,', ['a', 'b']],
    ['', []]
  ])('takes %j for a list', (typed, value) => {
    const list = parameterOf({ type: 'list', default: ['x'] });
    expect(checked(list, typed, trans)).toEqual({ value });
  });

  it('takes the default whatever it is', () => {
    const odd = parameterOf({ type: 'int', default: 'env(LEVEL)' });
    expect(checked(odd, 'env(LEVEL)', trans)).toEqual({ value: 'env(LEVEL)' });
    const none = parameterOf({ type: 'float', default: null });
    expect(checked(none, '', trans)).toEqual({ value: null });
  });

  it('takes any text where nothing is said', () => {
    expect(checked(parameterOf({}), 'env(X)', trans)).toEqual({
      value: 'env(X)'
    });
  });
});

describe('shown', () => {
  it('writes values as they are', () => {
    expect([null, 1, 'a', true, [1]].map(shown)).toEqual([
      '',
      '1',
      'a',
      'true',
      '[1]'
    ]);
  });
});
