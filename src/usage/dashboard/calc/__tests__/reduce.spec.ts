import { nullTranslator } from '@jupyterlab/translation';
import {
  calcTitle,
  calculate,
  CALCULATIONS,
  isCalculation,
  type Values
} from '..';

const trans = nullTranslator.load('jupyterlab');
const VALUES: Values = [null, 4, 2, NaN, 8, 8, 1, null];

describe('calculate', () => {
  it.each<[string, number | null]>([
    ['lastNotNull', 1],
    ['last', null],
    ['firstNotNull', 4],
    ['first', null],
    ['min', 1],
    ['max', 8],
    ['mean', 4.6],
    ['sum', 23],
    ['count', 5],
    ['countAll', 8],
    ['range', 7],
    ['delta', 0],
    ['step', -7],
    ['diff', -3],
    ['diffperc', -75],
    ['logmin', 1],
    ['allIsZero', 0],
    ['allIsNull', 0],
    ['changeCount', 3],
    ['distinctCount', 4],
    ['median', 4],
    ['variance', 8.64],
    ['stdDev', Math.sqrt(8.64)],
    ['p1', 1],
    ['p50', 4],
    ['p99', 8]
  ])('%s of values with gaps and NaN', (id, expected) => {
    const result = calculate(id, VALUES);
    if (expected === null || result === null) {
      expect(result).toBe(expected);
    } else {
      expect(result).toBeCloseTo(expected, 10);
    }
  });

  it('answers null where there is no number, and zero for what is counted or summed', () => {
    for (const values of [[], [null, NaN, null]]) {
      const answers = Object.fromEntries(
        [...CALCULATIONS, 'p95'].map(id => [id, calculate(id, values)])
      );
      const zeros = ['sum', 'count', 'delta', 'allIsZero', 'changeCount'];
      for (const id of [...zeros, 'distinctCount']) {
        expect([id, answers[id]]).toEqual([id, 0]);
        delete answers[id];
      }
      expect(answers.allIsNull).toBe(1);
      expect(answers.countAll).toBe(values.length);
      delete answers.allIsNull;
      delete answers.countAll;
      expect(Object.values(answers).every(answer => answer === null)).toBe(
        true
      );
    }
  });

  it('says zero of zeros alone', () => {
    expect(calculate('allIsZero', [0, null, 0])).toBe(1);
    expect(calculate('allIsZero', [0, 1])).toBe(0);
    expect(calculate('diffperc', [0, 3])).toBeNull();
  });

  it('takes infinities as numbers, and has no answer where they cancel', () => {
    const values = [1, Infinity, -Infinity, 2];
    expect(calculate('max', values)).toBe(Infinity);
    expect(calculate('min', values)).toBe(-Infinity);
    expect(calculate('mean', [1, Infinity])).toBe(Infinity);
    expect(calculate('sum', values)).toBeNull();
    expect(calculate('variance', values)).toBeNull();
    expect(calculate('lastNotNull', values)).toBe(2);
    expect(calculate('last', [1, NaN])).toBeNull();
  });

  it('counts the growth of a counter that is reset', () => {
    expect(calculate('delta', [10, 15, 20])).toBe(10);
    expect(calculate('delta', [10, 15, 3, 5, 9])).toBe(5 + 4);
    expect(calculate('delta', [10, 15, 3])).toBe(5);
    expect(calculate('delta', [7])).toBe(0);
  });

  it('takes the mean of the two in the middle as the median', () => {
    expect(calculate('median', [10, 1, 2, 3])).toBe(2.5);
    expect(calculate('p25', [40, 10, 30, 20])).toBe(20);
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(calculate('p95', hundred)).toBe(95);
    expect(calculate('p99', hundred)).toBe(99);
  });

  it('finds the least and greatest of more values than a call may have arguments', () => {
    const many = Array.from({ length: 300_000 }, (_, i) => i);
    expect(calculate('max', many)).toBe(299_999);
    expect(calculate('range', many)).toBe(299_999);
  });

  it('knows no other ids', () => {
    for (const id of ['', 'p0', 'p100', 'toString', 'uniqueValues']) {
      expect(isCalculation(id)).toBe(false);
      expect(calculate(id, [1])).toBeNull();
      expect(calcTitle(id, trans)).toBe(id);
    }
    expect(isCalculation('p5')).toBe(true);
    expect(CALCULATIONS.every(isCalculation)).toBe(true);
  });
});

describe('calcTitle', () => {
  it('names every calculation', () => {
    const titles = CALCULATIONS.map(id => calcTitle(id, trans));
    expect(new Set(titles).size).toBe(CALCULATIONS.length);
    expect(calcTitle('sum', trans)).toBe('Total');
    expect(calcTitle('lastNotNull', trans)).toBe('Last *');
  });

  it('counts percentiles in words', () => {
    const titles = [1, 2, 3, 4, 11, 12, 13, 21, 50, 95, 99].map(percent =>
      calcTitle(`p${percent}`, trans)
    );
    expect(titles.join(' ')).toBe(
      '1st % 2nd % 3rd % 4th % 11th % 12th % 13th % 21st % 50th % 95th % 99th %'
    );
  });
});
