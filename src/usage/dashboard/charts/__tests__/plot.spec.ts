import { panelOf } from '../../../../testing/usage';
import { bridge, dataOf, stacked } from '../data';
import { legendOf, toggled } from '../Legend';
import { limitsOf } from '../limits';
import { bandsOf, plotOptions, seriesOptions } from '../plotOptions';
import { ends, scalesOf } from '../scales';
import { seriesOf } from '../series';
import { field, type IChange, seriesFrame, SPAN } from './samples';

describe('series', () => {
  it('have gaps for NaN and infinities, and are turned round where asked', () => {
    const [one] = seriesOf([
      seriesFrame([1, NaN, Infinity], { custom: { transform: 'negative-Y' } })
    ]);
    expect(one.values).toEqual([-1, null, null]);
  });

  it('that are hidden are not drawn', () => {
    const hideFrom = { viz: true, legend: false, tooltip: false };
    expect(
      seriesOf([seriesFrame([1, 2, 3], { custom: { hideFrom } })])
    ).toEqual([]);
  });

  it('of other times are joined, and stand on each other only in their group', () => {
    const custom = { stacking: 'normal' } as const;
    const all = seriesOf([
      seriesFrame([1, 2, 3], { custom }),
      seriesFrame([10, 10, 10], { custom }, 'b'),
      seriesFrame([5], {}, 'c', [120_000])
    ]);
    const edges = stacked(all);
    expect(edges.map(({ values }) => [...values])).toEqual([
      [1, 2, 3],
      [11, 12, 13],
      [5]
    ]);
    expect(dataOf(edges, SPAN, 100)[3][1]).toBe(5);
    expect(bandsOf(all)).toEqual([{ series: [2, 1] }]);
  });

  it('bridge only gaps that are short enough', () => {
    const times = [0, 10, 20, 100, 200];
    const values = [1, null, 2, null, 3];
    expect(bridge({ times, values }, 20)).toEqual([1, undefined, 2, null, 3]);
  });

  it('of many points are thinned to the width', () => {
    const times = Array.from({ length: 100_000 }, (_, i) => i);
    const all = seriesOf([seriesFrame(times, {}, 'a', times)]);
    expect(dataOf(all, { from: 0, to: 100_000 }, 300)[0].length).toBeLessThan(
      2000
    );
  });
});

describe('axes', () => {
  it('are one for each unit, the first at the left, others at the right', () => {
    const all = seriesOf([
      seriesFrame([1], { unit: 'bytes' }),
      seriesFrame([1], { unit: 'percent' }),
      seriesFrame([1], { unit: 'bytes' })
    ]);
    const { scales, keys } = scalesOf(all);
    expect(scales.map(({ side, unit }) => [side, unit])).toEqual([
      ['left', 'bytes'],
      ['right', 'percent']
    ]);
    expect(keys[0]).toBe(keys[2]);
  });

  it('hold hard ends, widen to soft ones, and begin at zero below areas', () => {
    const of = (change: IChange) => ({
      configs: [field('a', [], change).config]
    });
    expect(ends(of({ min: 2, max: 7 }), 0, 100)).toEqual([2, 7]);
    expect(
      ends(of({ custom: { axisSoftMin: 0, axisSoftMax: 200 } }), 50, 100)
    ).toEqual([0, 200]);
    expect(ends(of({ custom: { fillOpacity: 10 } }), 50, 100)[0]).toBe(0);
    const [low, high] = ends(of({}), 50, 50);
    expect(low).toBeLessThan(50);
    expect(high).toBeGreaterThan(50);
  });

  it('are logarithmic where asked, with lines at all thresholds', () => {
    const custom = { scale: 'log', logBase: 2 } as const;
    const input = {
      span: () => SPAN,
      timezone: 'utc',
      width: 300,
      height: 200,
      ink: { text: 'red', grid: 'red', font: '' }
    };
    const { scales } = plotOptions({
      ...input,
      series: seriesOf([seriesFrame([1], { custom })])
    });
    expect(Object.values(scales ?? {})[1]).toEqual({ distr: 3, log: 2 });
    const thresholds = {
      mode: 'percentage',
      steps: [
        { value: null, color: 'green' },
        { value: 80, color: '#ff0000' }
      ]
    } as const;
    const { config } = field('a', [], { thresholds, min: 0, max: 50 });
    expect(limitsOf(config, { min: null, max: null }, false)).toEqual([
      { value: 40, color: '#ff0000' }
    ]);
  });
});

describe('a line', () => {
  it('is dashed, bridged and filled as the panel says', () => {
    const custom = {
      lineDash: [4, 2],
      spanNulls: true,
      fillOpacity: 30,
      lineWidth: 2
    } as const;
    const [one] = seriesOf([seriesFrame([1], { custom })]);
    expect(seriesOptions(one, 'y')).toMatchObject({
      dash: [4, 2],
      spanGaps: true,
      width: 2,
      fill: 'color-mix(in srgb, #123456 30%, transparent)'
    });
  });
});

describe('a legend', () => {
  it('takes at most a third of the panel, and nothing where it is off', () => {
    const all = seriesOf(Array.from({ length: 30 }, () => seriesFrame([1])));
    const of = (legend: unknown) =>
      legendOf({ ...panelOf(), options: { legend } }, all, 300, 300);
    expect(of({ displayMode: 'table', placement: 'bottom' }).height).toBe(100);
    expect(of({ showLegend: false })).toMatchObject({
      mode: 'hidden',
      width: 0,
      height: 0
    });
  });

  it('shows one alone by a click, all by a second, and hides one with the control key', () => {
    const all = ['a', 'b', 'c'];
    const alone = toggled(all, new Set(), 'b', false);
    expect([...alone]).toEqual(['a', 'c']);
    expect(toggled(all, alone, 'b', false).size).toBe(0);
    expect([...toggled(all, new Set(), 'b', true)]).toEqual(['b']);
  });
});
