import { type FieldConfig, type Field, type Thresholds } from '../types';
import {
  continuousColor,
  cssColor,
  shade,
  type Theme,
  usualColor
} from './colors';
import { type MatchContext, numbersOf } from './matchers';
import { palette, paletteByName } from './palette';
import { stepOf } from './thresholds';

/** The colour of the step that a value has reached. */
export function thresholdColor(
  value: number,
  thresholds: Thresholds,
  theme: Theme,
  min?: number | null,
  max?: number | null
): string {
  const step = stepOf(value, thresholds, min ?? 0, max ?? 100);
  return cssColor(step.color, theme) ?? usualColor(theme);
}

/** Where a value lies between the ends, 0 to 1. */
function fraction(value: number, min: number, max: number): number {
  return max > min ? (value - min) / (max - min) : 0;
}

/** The ends that scales and percentages take: the panel's, else those of the values, else 0 and 100. */
export interface Ends {
  readonly min?: number | null;
  readonly max?: number | null;
}

/** The colour that a single value has, by the mode of its field; null where all values of the series have the series' colour. */
export function valueColor(
  value: number,
  config: FieldConfig,
  theme: Theme,
  ends: Ends = {}
): string | null {
  const min = config.min ?? ends.min ?? 0;
  const max = config.max ?? ends.max ?? 100;
  const { mode } = config.color;
  if (mode === 'thresholds') {
    return thresholdColor(value, config.thresholds, theme, min, max);
  }
  return mode.startsWith('continuous-')
    ? continuousColor(mode, fraction(value, min, max), theme)
    : null;
}

const CALCS = { last: 'lastNotNull', min: 'min', max: 'max' } as const;

/** A field as far as its colour is asked for. */
export interface Coloured {
  readonly field: Field;
  readonly index: number;
  readonly config: FieldConfig;
  readonly displayName: string;
}

/** The colour that stands for all values of a series: that of its last, least or greatest. */
function byValue(
  { field, config }: Coloured,
  theme: Theme,
  calculate: MatchContext['calculate']
): string {
  const values = field.type === 'number' ? numbersOf(field) : [];
  const value = calculate(CALCS[config.color.seriesBy], values);
  const ends = { min: calculate('min', values), max: calculate('max', values) };
  const color = value === null ? null : valueColor(value, config, theme, ends);
  return color ?? usualColor(theme);
}

/** The colour of a whole series. */
export function seriesColor(
  coloured: Coloured,
  theme: Theme,
  calculate: MatchContext['calculate']
): string {
  const { index, config, displayName } = coloured;
  const { mode, fixedColor } = config.color;
  const fixed = cssColor(fixedColor, theme) ?? usualColor(theme);
  switch (mode) {
    case 'fixed':
      return fixed;
    case 'shades':
      return shade(fixed, index);
    case 'palette-classic-by-name':
      return paletteByName(displayName, theme.isDark);
  }
  return mode === 'thresholds' || mode.startsWith('continuous-')
    ? byValue(coloured, theme, calculate)
    : palette(index, theme.isDark);
}
