import * as fc from 'fast-check';
import { thinColumns } from '../columns';

const SPAN = { from: 0, to: 1000 };

describe('series of the same times', () => {
  it('stay as they are where they have few points', () => {
    const times = [0, 500, 1000];
    const columns = [[1, null, 3]];
    const found = thinColumns(times, columns, 100, SPAN);
    expect(found.times).toBe(times);
    expect(found.columns).toBe(columns);
  });

  it('keep of what is outside one point at each end', () => {
    const times = Array.from({ length: 40 }, (_, place) => place * 100 - 1000);
    const found = thinColumns(times, [times], 100, SPAN);
    expect([found.times[0], found.times[found.times.length - 1]]).toEqual([
      -100, 1000
    ]);
  });

  it('keep of each pixel column the first, least, greatest and last value', () => {
    const times = Array.from({ length: 1000 }, (_, place) => place);
    const values = times.map(time => Math.sin(time / 3) * time);
    const { times: kept, columns } = thinColumns(times, [values], 10, SPAN);
    expect(kept).toHaveLength(40);
    for (let column = 0; column < 10; column++) {
      const whole = values.slice(column * 100, column * 100 + 100);
      const few = columns[0].slice(column * 4, column * 4 + 4);
      expect(few[0]).toBe(whole[0]);
      expect(few[3]).toBe(whole[99]);
      expect(Math.min(...(few as number[]))).toBe(Math.min(...whole));
      expect(Math.max(...(few as number[]))).toBe(Math.max(...whole));
    }
  });

  it('have a gap where a whole pixel column is not known', () => {
    const times = Array.from({ length: 1000 }, (_, place) => place);
    const values = times.map(time => (time >= 300 && time < 400 ? null : 1));
    const { columns } = thinColumns(times, [values], 10, SPAN);
    expect(columns[0].slice(12, 16)).toEqual([null, null, null, null]);
    expect(columns[0].filter(value => value === null)).toHaveLength(4);
  });

  it('have ascending times and as many values, whatever they are', () => {
    const values = fc.array(
      fc.option(fc.double({ noNaN: false }), { nil: null }),
      { maxLength: 400 }
    );
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (column, width) => {
        const times = column.map((_, place) => place * 7);
        const found = thinColumns(times, [column, column], width, SPAN);
        expect(found.columns.map(({ length }) => length)).toEqual([
          found.times.length,
          found.times.length
        ]);
        expect(
          found.times.every(
            (time, place) => place === 0 || time >= found.times[place - 1]
          )
        ).toBe(true);
      })
    );
  });
});
