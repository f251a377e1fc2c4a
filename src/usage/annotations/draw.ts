import uPlot from 'uplot';
import { lineColor } from './colors';
import type { IEvent } from './events';

/** Pixels: of dashes and gaps, of the mark at the axis, and below which a region is one line. */
const DASH = 4;
const MARK = 5;
const NARROW = 3;

/** How much of its colour the band of a region has. */
const BAND = 0.12;

function line(plot: uPlot, at: number): void {
  const { ctx, bbox } = plot;
  ctx.beginPath();
  ctx.moveTo(at, bbox.top);
  ctx.lineTo(at, bbox.top + bbox.height);
  ctx.stroke();
}

/** A triangle that stands below the axis and points at a moment. */
function mark(plot: uPlot, at: number): void {
  const { ctx, bbox } = plot;
  const size = MARK * uPlot.pxRatio;
  const axis = bbox.top + bbox.height;
  ctx.beginPath();
  ctx.moveTo(at, axis);
  ctx.lineTo(at + size, axis + size);
  ctx.lineTo(at - size, axis + size);
  ctx.fill();
}

function band(plot: uPlot, from: number, to: number): void {
  const { ctx, bbox } = plot;
  ctx.globalAlpha = BAND;
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.globalAlpha = 1;
}

/** The time that a plot shows: a panel may show less than was asked for. */
function shownBy(plot: uPlot): readonly [number, number] {
  const { min, max } = plot.scales.x;
  return [min ?? 0, max ?? 0];
}

/** @param ends - In pixels; an end that is out of view is where the view ends. */
function drawEvent(
  plot: uPlot,
  { from, to }: IEvent,
  [begin, end]: readonly [number, number]
): void {
  const [min, max] = shownBy(plot);
  if (end - begin >= NARROW * uPlot.pxRatio) {
    band(plot, begin, end);
    if (to <= max) {
      line(plot, end);
    }
  }
  if (from >= min) {
    line(plot, begin);
    mark(plot, begin);
  }
}

/** Events as dashed lines, regions as faint bands between two; of several in one column of pixels and one colour the first. */
export function drawEvents(
  plot: uPlot,
  events: readonly IEvent[],
  isDark: boolean
): void {
  const { ctx } = plot;
  const [min, max] = shownBy(plot);
  const placeOf = (time: number) =>
    Math.round(plot.valToPos(Math.min(max, Math.max(min, time)), 'x', true));
  const colors = new Map<string, string>();
  const drawn = new Set<string>();
  ctx.save();
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([DASH * uPlot.pxRatio, DASH * uPlot.pxRatio]);
  for (const event of events.filter(one => one.to >= min && one.from <= max)) {
    const { color: name } = event.annotation;
    const color = colors.get(name) ?? lineColor(name, isDark);
    colors.set(name, color);
    const ends = [placeOf(event.from), placeOf(event.to)] as const;
    const key = `${color} ${ends.join(' ')}`;
    if (!drawn.has(key)) {
      drawn.add(key);
      ctx.strokeStyle = ctx.fillStyle = color;
      drawEvent(plot, event, ends);
    }
  }
  ctx.restore();
}
