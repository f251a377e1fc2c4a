/** Values of a series in the order of their times; null where nothing is known. */
export type Values = ReadonlyArray<number | null>;

/** The values that are numbers: neither null nor NaN. */
function numbersOf(values: Values): number[] {
  const numbers: number[] = [];
  for (const value of values) {
    if (value !== null && !Number.isNaN(value)) {
      numbers.push(value);
    }
  }
  return numbers;
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const value of numbers) {
    total += value;
  }
  return total;
}

function extreme(
  numbers: readonly number[],
  isBetter: (value: number, best: number) => boolean
): number | null {
  let best: number | null = null;
  for (const value of numbers) {
    if (best === null || isBetter(value, best)) {
      best = value;
    }
  }
  return best;
}

const smallest = (numbers: readonly number[]) =>
  extreme(numbers, (value, best) => value < best);

const greatest = (numbers: readonly number[]) =>
  extreme(numbers, (value, best) => value > best);

function range(numbers: readonly number[]): number | null {
  const [min, max] = [smallest(numbers), greatest(numbers)];
  return min === null || max === null ? null : max - min;
}

/** What a counter has grown by: the sum of its rises, without the one that follows a fall, as Grafana counts. */
function growth(numbers: readonly number[]): number {
  let total = 0;
  let hasFallen = false;
  for (let i = 1; i < numbers.length; i++) {
    const step = numbers[i] - numbers[i - 1];
    total += step > 0 && !hasFallen ? step : 0;
    hasFallen = step < 0;
  }
  return total;
}

/** The smallest difference of a value to the one before it. */
function smallestStep(numbers: readonly number[]): number | null {
  return smallest(numbers.slice(1).map((value, i) => value - numbers[i]));
}

function difference(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers[numbers.length - 1] - numbers[0];
}

function differencePercent(numbers: readonly number[]): number | null {
  const by = difference(numbers);
  return by === null || numbers[0] === 0 ? null : (by / numbers[0]) * 100;
}

function mean(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : sum(numbers) / numbers.length;
}

/** Of all values that there are, not of a sample: divided by their count. */
function variance(numbers: readonly number[]): number | null {
  const middle = mean(numbers);
  return middle === null
    ? null
    : sum(numbers.map(value => (value - middle) ** 2)) / numbers.length;
}

function deviation(numbers: readonly number[]): number | null {
  const square = variance(numbers);
  return square === null ? null : Math.sqrt(square);
}

function ascending(numbers: readonly number[]): Float64Array {
  return Float64Array.from(numbers).sort();
}

/** The value whose rank is nearest, none between two. */
function percentile(
  numbers: readonly number[],
  percent: number
): number | null {
  return numbers.length === 0
    ? null
    : ascending(numbers)[Math.round((numbers.length - 1) * (percent / 100))];
}

function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) {
    return null;
  }
  const sorted = ascending(numbers);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[half]
    : (sorted[half - 1] + sorted[half]) / 2;
}

function changes(numbers: readonly number[]): number {
  return numbers.filter((value, i) => i > 0 && value !== numbers[i - 1]).length;
}

type Reducer = (numbers: readonly number[], values: Values) => number | null;

/** By Grafana's ids, of the values that are numbers; some of all values. */
const REDUCERS: Readonly<Record<string, Reducer>> = {
  lastNotNull: numbers => numbers[numbers.length - 1] ?? null,
  last: (_, values) => values[values.length - 1] ?? null,
  firstNotNull: numbers => numbers[0] ?? null,
  first: (_, values) => values[0] ?? null,
  min: smallest,
  max: greatest,
  mean,
  sum,
  count: numbers => numbers.length,
  countAll: (_, values) => values.length,
  range,
  delta: growth,
  step: smallestStep,
  diff: difference,
  diffperc: differencePercent,
  logmin: numbers => smallest(numbers.filter(value => value > 0)),
  allIsZero: numbers =>
    Number(numbers.length > 0 && numbers.every(value => value === 0)),
  allIsNull: numbers => Number(numbers.length === 0),
  changeCount: changes,
  distinctCount: numbers => new Set(numbers).size,
  median,
  variance,
  stdDev: deviation
};

/** Which percentile an id as `p95` names, or null; 1 to 99. */
export function percentOf(id: string): number | null {
  const found = /^p([1-9]\d?)$/.exec(id);
  return found ? Number(found[1]) : null;
}

/** Ids of all calculations but the percentiles, as Grafana names them. */
export const CALCULATIONS: readonly string[] = Object.keys(REDUCERS);

/** Whether {@link calculate} knows an id. */
export function isCalculation(id: string): boolean {
  return Object.hasOwn(REDUCERS, id) || percentOf(id) !== null;
}

/**
 * One number for a whole series.
 *
 * Null and NaN are left out, but for `first` and `last`, which are what stands there, and `countAll`. Infinities are numbers: they are the
 * greatest and the smallest, and make a mean or a sum infinite. What has no answer is null: anything of no numbers (`sum` is 0,
 * counts are 0), a difference of two infinities, percent of zero.
 *
 * @param id - Grafana's: `lastNotNull`, `mean`, `p95` …; `allIsZero` and `allIsNull` are 1 or 0; `diffperc` is percent of the first value;
 *   `variance` and `stdDev` are of all values, not of a sample.
 * @param values - In the order of their times, in any unit.
 * @returns In the values' unit (counts: none, `variance`: its square); null also where the id is unknown.
 */
export function calculate(id: string, values: Values): number | null {
  const percent = percentOf(id);
  let result: number | null = null;
  if (percent !== null) {
    result = percentile(numbersOf(values), percent);
  } else if (Object.hasOwn(REDUCERS, id)) {
    result = REDUCERS[id](numbersOf(values), values);
  }
  return Number.isNaN(result) ? null : result;
}
