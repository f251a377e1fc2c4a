import * as fc from 'fast-check';
import { downsample, type Values } from '..';

const START = 1_700_000_000_000;

function timesOf(count: number, step = 1000): number[] {
  return Array.from({ length: count }, (_, i) => START + i * step);
}

/** Deterministic noise between 0 and 1. */
function noise(count: number): number[] {
  let seed = 7;
  return Array.from({ length: count }, () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  });
}

/** What a column of pixels shows of some points. */
function columns(times: readonly number[], values: Values, width: number) {
  const seen = new Map<number, { low: number; high: number }>();
  times.forEach((time, i) => {
    const value = values[i];
    if (value !== null) {
      const column = Math.floor(time / width);
      const known = seen.get(column) ?? { low: value, high: value };
      known.low = Math.min(known.low, value);
      known.high = Math.max(known.high, value);
      seen.set(column, known);
    }
  });
  return seen;
}

describe('downsample', () => {
  it('leaves a series alone that has few points', () => {
    const times = timesOf(400);
    const values = noise(400);
    const thinned = downsample(times, values, 100);
    expect(thinned.times).toBe(times);
    expect(thinned.values).toBe(values);
    expect(downsample([], [], 100)).toEqual({ times: [], values: [] });
  });

  it('keeps the first, last, least and greatest of each column', () => {
    const times = timesOf(10, 100).map(time => time - START);
    const values = [5, 9, 4, 1, 6, 7, 7, 7, 7, 7];
    // One column of 900 ms, and the last point in a second one.
    const thinned = downsample(times, values, 1);
    expect(thinned.times).toEqual([0, 100, 300, 800, 900]);
    expect(thinned.values).toEqual([5, 9, 1, 7, 7]);
  });

  it('shows the same in every column, with no point that was not there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: -50, max: 50 })), {
          minLength: 81,
          maxLength: 600
        }),
        values => {
          const times = timesOf(values.length, 1000);
          const width = (times[times.length - 1] - START) / 20;
          const thinned = downsample(times, values, 20);
          expect(thinned.times.length).toBeLessThanOrEqual(21 * 6);
          expect(columns(thinned.times, thinned.values, width)).toEqual(
            columns(times, values, width)
          );
          thinned.times.forEach((time, i) => {
            expect(thinned.values[i]).toBe(values[(time - START) / 1000]);
          });
          const sorted = [...new Set(thinned.times)].sort((a, b) => a - b);
          expect(thinned.times).toEqual(sorted);
        }
      )
    );
  });

  it('keeps gaps that cross columns, and those within one', () => {
    const times = timesOf(1000);
    const values: Array<number | null> = times.map((_, i) => i);
    values.fill(null, 300, 500);
    values[720] = null;
    const thinned = downsample(times, values, 10);
    const gaps = thinned.times.filter((_, i) => thinned.values[i] === null);
    expect(gaps).toContain(START + 300_000);
    expect(gaps).toContain(START + 499_000);
    expect(gaps).toContain(START + 720_000);
    expect(thinned.times.length).toBeLessThan(80);
  });

  it('shows a part with one point beyond each end', () => {
    const times = timesOf(1000);
    const values = noise(1000);
    const span = { from: START + 100_500, to: START + 104_500 };
    expect(downsample(times, values, 100, span).times).toEqual(
      [100, 101, 102, 103, 104, 105].map(i => START + i * 1000)
    );
    const outside = { from: START + 2_000_000, to: START + 3_000_000 };
    expect(downsample(times, values, 100, outside).times).toEqual([
      START + 999_000
    ]);
  });

  it('keeps the same points of a column when it is panned', () => {
    const times = timesOf(20_000);
    const values = noise(20_000);
    const length = 8_000_000;
    const shown = (from: number) => {
      const span = { from: START + from, to: START + from + length };
      return downsample(times, values, 100, span).times.filter(
        time => time > START + 1_200_000 && time < START + 7_800_000
      );
    };
    expect(shown(1_037_000)).toEqual(shown(0));
  });

  it('takes a time in proportion to the points', () => {
    const run = (count: number) => {
      const times = timesOf(count);
      const values = noise(count);
      let best = Infinity;
      for (let i = 0; i < 15; i++) {
        const start = performance.now();
        downsample(times, values, 1000);
        best = Math.min(best, performance.now() - start);
      }
      return best;
    };
    run(100_000);
    const small = run(100_000);
    expect(run(1_000_000) / Math.max(small, 0.05)).toBeLessThan(60);
    // Twenty times what it should take.
    expect(small).toBeLessThan(40);
  });
});
