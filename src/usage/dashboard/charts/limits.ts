import type uPlot from 'uplot';
import { calculate } from '../calc';
import { thresholdColor } from '../read';
import type { FieldConfig } from '../types';
import { faded } from './plotOptions';
import { type Scale, scalesOf } from './scales';
import type { Series } from './types';

/** Where a threshold begins, and its colour. */
export interface Limit {
  readonly value: number;
  readonly color: string;
}

/** The thresholds of an axis in its own values, from the lowest. */
export function limitsOf(
  { thresholds, min, max }: FieldConfig,
  ends: { readonly min: number | null; readonly max: number | null },
  isDark: boolean
): Limit[] {
  const low = min ?? ends.min ?? 0;
  const high = max ?? ends.max ?? 100;
  const isShare = thresholds.mode === 'percentage';
  return thresholds.steps
    .filter(({ value }) => value !== null)
    .map(({ value }) => {
      const at = isShare
        ? low + ((value ?? 0) / 100) * (high - low)
        : (value ?? 0);
      return {
        value: at,
        color: thresholdColor(at, thresholds, { isDark }, low, high)
      };
    });
}

function drawLimits(
  plot: uPlot,
  { key, config }: Scale,
  limits: readonly Limit[]
): void {
  const { ctx, bbox } = plot;
  const style = config.custom.thresholdsStyle;
  const place = (value: number) =>
    Math.min(
      bbox.top + bbox.height,
      Math.max(bbox.top, plot.valToPos(value, key, true))
    );
  limits.forEach(({ value, color }, index) => {
    const foot = place(value);
    if (style.endsWith('area')) {
      const roof =
        index + 1 < limits.length ? place(limits[index + 1].value) : bbox.top;
      ctx.fillStyle = faded(color, 12);
      ctx.fillRect(bbox.left, roof, bbox.width, foot - roof);
    }
    const at = plot.valToPos(value, key, true);
    if (style !== 'area' && at >= bbox.top && at <= bbox.top + bbox.height) {
      ctx.beginPath();
      ctx.strokeStyle = color;
      ctx.lineWidth = devicePixelRatio;
      ctx.setLineDash(style.startsWith('dashed') ? [8, 6] : []);
      ctx.moveTo(bbox.left, at);
      ctx.lineTo(bbox.left + bbox.width, at);
      ctx.stroke();
    }
  });
}

/** Draws thresholds behind series, of each axis whose first series asks for them. */
export function limitsPlugin(
  series: readonly Series[],
  isDark: boolean
): uPlot.Plugin {
  const { scales, keys } = scalesOf(series);
  const drawn = scales
    .filter(
      ({ config }) => !['off', 'series'].includes(config.custom.thresholdsStyle)
    )
    .map(scale => {
      const values = series
        .filter((_, place) => keys[place] === scale.key)
        .flatMap(one => one.values);
      const ends = {
        min: calculate('min', values),
        max: calculate('max', values)
      };
      return { scale, limits: limitsOf(scale.config, ends, isDark) };
    });
  return {
    hooks: {
      drawClear: plot => {
        plot.ctx.save();
        drawn.forEach(({ scale, limits }) => drawLimits(plot, scale, limits));
        plot.ctx.restore();
      }
    }
  };
}
