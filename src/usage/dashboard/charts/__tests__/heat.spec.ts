import type { Panel } from '../../types';
import { heatOf, heatPart } from '../heat';
import { hasScheme, heatColors, STEPS } from '../heatColors';
import type { Series } from '../types';
import { panelOf } from '../../../../testing/usage';

function series(
  name: string,
  values: ReadonlyArray<number | null>,
  times = values.map((_, place) => (place + 1) * 1000)
): Series {
  const field = { displayName: name, labels: {}, name } as Series['field'];
  return { field, times, values };
}

function heatmap(options: Panel['options'], isBuckets = false): Panel {
  const [target] = panelOf().targets;
  const format = isBuckets ? ('heatmap' as const) : ('time_series' as const);
  return {
    ...panelOf(),
    type: 'heatmap',
    options,
    targets: [{ ...target, format }]
  };
}

describe('the cells of a heatmap', () => {
  it('are what each bucket has more than the one below, from the lowest up', () => {
    const { rows, times } = heatOf(heatmap({}, true), [
      series('+Inf', [9, 4, null]),
      series('10', [7, 4, 2]),
      series('2.5', [3, 5, 2])
    ]);
    expect(times).toEqual([1000, 2000, 3000]);
    expect(rows).toEqual([
      { name: 2.5, from: null, cells: [3, 5, 2] },
      { name: 10, from: 2.5, cells: [4, null, null] },
      { name: Infinity, from: 10, cells: [2, null, null] }
    ]);
  });

  it('are the values of series that are rows, zero too, at all their times', () => {
    const { rows, min, max } = heatOf(heatmap({}), [
      series('node b', [0, 4]),
      series('node a', [8], [2000])
    ]);
    expect(rows).toEqual([
      { name: 'node b', from: null, cells: [0, 4] },
      { name: 'node a', from: null, cells: [null, 8] }
    ]);
    expect([min, max]).toEqual([0, 8]);
  });

  it('are how many values are in each bucket where the panel counts', () => {
    const yBuckets = { mode: 'size', value: '10' };
    const panel = heatmap({ calculate: true, calculation: { yBuckets } });
    const { rows } = heatOf(panel, [series('a', [1, 25]), series('b', [9, 1])]);
    expect(rows).toEqual([
      { name: 10, from: 0, cells: [2, 1] },
      { name: 20, from: 10, cells: [null, null] },
      { name: 30, from: 20, cells: [null, 1] }
    ]);
  });

  it.each([
    [[], {}],
    [[series('a', [null])], { calculate: true }],
    [[series('a', [5, 5])], { calculate: true }],
    [[series('x', [1])], { calculation: 3, color: 'x', filterValues: null }]
  ])('are few where there is little to draw: %#', (list, options) => {
    expect(heatOf(heatmap(options), list).rows.length).toBeLessThan(2);
  });

  it('are no more than can be told apart, whatever the panel wants', () => {
    const yBuckets = { mode: 'size', value: '0.000001' };
    const panel = heatmap({ calculate: true, calculation: { yBuckets } });
    const { rows } = heatOf(panel, [series('a', [0, 1e6])]);
    expect(rows.length).toBeLessThanOrEqual(200);
  });

  it('of which the panel leaves some empty say so', () => {
    const panel = heatmap({ filterValues: { le: 3 } });
    const { rows } = heatOf(panel, [series('a', [3, 4])]);
    expect(rows[0].cells).toEqual([null, 4]);
  });
});

describe('their colours', () => {
  const heat = { times: [], rows: [], min: 0, max: 100 };

  it.each([
    [{}, 25, 0.5],
    [{ exponent: 1 }, 25, 0.25],
    [{ scale: 'linear', exponent: 0.5 }, 25, 0.25],
    [{ exponent: 1, reverse: true }, 25, 0.75],
    [{}, 900, 1],
    [{}, -5, 0]
  ])('go by the place between the ends: %j, %d', (color, value, part) => {
    expect(heatPart(heatmap({ color }), heat, value)).toBeCloseTo(part);
  });

  it('are of the scheme that the panel names, or of one colour', () => {
    const known = heatmap({ color: { mode: 'scheme', scheme: 'RdYlGn' } });
    expect(heatColors(known, false)).toHaveLength(STEPS);
    expect(hasScheme(known)).toBe(true);
    expect(hasScheme(heatmap({ color: { scheme: 'constructor' } }))).toBe(
      false
    );
    const one = heatmap({ color: { mode: 'opacity', fill: 'red;x:url(//a)' } });
    expect(heatColors(one, false).join()).not.toContain('url');
  });
});
