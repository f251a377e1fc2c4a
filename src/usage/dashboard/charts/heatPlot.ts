import type * as React from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatTicks } from '../format';
import { number, record, text } from '../read/json';
import { type Heat, heatPart } from './heat';
import { heatColors, STEPS } from './heatColors';
import { timeAxis } from './plotOptions';
import type { ChartProps } from './types';
import { inkOf } from './usePlot';

/** Pixels of a digit, beside labels, and of the height of one. */
const DIGIT = 6.5;
const GAP = 12;
const LABEL = 16;

/** Pixels between cells where there is room. */
const CLEFT = 1;

/**
 * A plot in an element whose cells are painted.
 *
 * @param point - called when the pointer moves.
 */
export function makeHeatPlot(
  node: HTMLElement,
  heat: Heat,
  latest: React.MutableRefObject<ChartProps>,
  point: (plot: uPlot) => void
): uPlot {
  const { panel, width, height, timezone, isDark } = latest.current;
  const colors = heatColors(panel, isDark);
  const ink = inkOf(node);
  const labels = labelsOf(heat, latest.current);
  const every = Math.ceil((labels.length * LABEL) / Math.max(height, LABEL));
  const shown = labels.filter((_, place) => place % every === 0);
  const options: uPlot.Options = {
    width,
    height,
    ms: 1,
    legend: { show: false },
    padding: [6, 8, 0, 0],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false }
    },
    scales: {
      x: {
        time: true,
        range: () => [latest.current.span.from, latest.current.span.to]
      },
      y: { time: false, range: () => [0, Math.max(1, heat.rows.length)] }
    },
    axes: [
      timeAxis({ ink, width, timezone, span: () => latest.current.span }),
      {
        stroke: ink.text,
        font: ink.font,
        grid: { show: false },
        ticks: { show: false },
        gap: 4,
        splits: () => shown.map(({ place }) => place),
        values: () => shown.map(({ words }) => words),
        size: GAP + DIGIT * Math.max(1, ...shown.map(one => one.words.length))
      }
    ],
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: {
      draw: [plot => paint(plot, heat, value => colors[shade(value)])],
      setCursor: [point],
      setSelect: [plot => zoom(plot, latest.current)]
    }
  };
  const shade = (value: number) =>
    Math.round(heatPart(panel, heat, value) * (STEPS - 1));
  const data = [[...heat.times], heat.times.map(() => 0)];
  return new uPlot(options, data as uPlot.AlignedData, node);
}

interface ILabel {
  readonly place: number;
  readonly words: string;
}

/** Names in the middle of their rows, ends of buckets between them. */
function labelsOf({ rows }: Heat, { panel }: ChartProps): ILabel[] {
  const { unit, decimals } = record(panel.options.yAxis);
  const numbers = rows
    .map(({ name }) => name)
    .filter(name => typeof name === 'number' && Number.isFinite(name));
  const texts = formatTicks(
    numbers as number[],
    text(unit, 'short'),
    number(decimals)
  );
  return rows.map(({ name }, place) =>
    typeof name === 'string'
      ? { place: place + 0.5, words: name }
      : { place: place + 1, words: texts[numbers.indexOf(name)] ?? '∞' }
  );
}

/** Milliseconds of a cell: the shortest distance of two times. */
function stepOf(times: readonly number[]): number {
  let shortest = Infinity;
  for (let place = 1; place < times.length; place++) {
    shortest = Math.min(shortest, times[place] - times[place - 1]);
  }
  return Number.isFinite(shortest) ? shortest : 60_000;
}

/** Paint the cells that are in view; of several in one column of pixels the first. */
function paint(
  plot: uPlot,
  { times, rows }: Heat,
  colorOf: (value: number) => string
): void {
  const { ctx, bbox } = plot;
  const step = stepOf(times);
  const tops = rows.map((_, row) => plot.valToPos(row + 1, 'y', true));
  const bottom = plot.valToPos(0, 'y', true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  let painted = -Infinity;
  times.forEach((time, place) => {
    const left = Math.round(plot.valToPos(time - step, 'x', true));
    const right = Math.round(plot.valToPos(time, 'x', true));
    if (left <= painted || right < bbox.left || left > bbox.left + bbox.width) {
      return;
    }
    painted = right > left ? left : left + 1;
    const wide = Math.max(1, right - left - (right - left > 4 ? CLEFT : 0));
    rows.forEach(({ cells }, row) => {
      const value = cells[place];
      if (value !== null) {
        const top = Math.round(tops[row]);
        const low = Math.round(row === 0 ? bottom : tops[row - 1]);
        ctx.fillStyle = colorOf(value);
        ctx.fillRect(
          left,
          top,
          wide,
          Math.max(1, low - top - (low - top > 4 ? CLEFT : 0))
        );
      }
    });
  });
  ctx.restore();
}

function zoom(plot: uPlot, props: ChartProps): void {
  const { left, width } = plot.select;
  if (width > 2) {
    props.onZoom({
      from: plot.posToVal(left, 'x'),
      to: plot.posToVal(left + width, 'x')
    });
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }
}
