import {
  type DisplayValue,
  type FieldConfig,
  type FormattedValue,
  type MappingResult
} from '../types';
import { cssColor, type Theme, usualColor } from './colors';
import { applies } from './mappings';
import { regexOf } from './regex';
import { type Ends, valueColor } from './seriesColor';

export type Format = (
  value: number | null,
  unit: string,
  decimals: number | null
) => FormattedValue;

function byPattern(
  pattern: string,
  value: string,
  text?: string
): string | null {
  const regex = regexOf(pattern);
  return regex?.test(value) ? regex.replace(value, text ?? '') : null;
}

/** What the first mapping that is meant makes of a value. */
export function mapped(
  value: number | string | boolean | null,
  { mappings }: FieldConfig
): MappingResult | null {
  for (const mapping of mappings) {
    const result = applies(mapping, value, byPattern);
    if (result) {
      return result;
    }
  }
  return null;
}

function written(
  value: number | string | boolean | null,
  { unit, decimals, noValue }: FieldConfig,
  format: Format
): FormattedValue {
  const isMissing =
    value === null || (typeof value === 'number' && Number.isNaN(value));
  if (isMissing && noValue !== '') {
    return { text: noValue, prefix: '', suffix: '' };
  }
  return typeof value === 'number' || value === null
    ? format(value, unit, decimals)
    : { text: String(value), prefix: '', suffix: '' };
}

/** How values of a field are coloured: the series' colour is taken where nothing else says. */
export interface DisplayTheme extends Theme, Ends {
  readonly seriesColor?: string;
}

/** The colour that a value has where its mapping says none. */
function unmappedColor(
  numeric: number,
  config: FieldConfig,
  theme: DisplayTheme
): string {
  const own = Number.isNaN(numeric)
    ? null
    : valueColor(numeric, config, theme, theme);
  const { mode, fixedColor } = config.color;
  const fixed = mode === 'fixed' ? cssColor(fixedColor, theme) : null;
  return own ?? theme.seriesColor ?? fixed ?? usualColor(theme);
}

/**
 * A value as it is shown: mapped, formatted, coloured by its mapping, else by thresholds or a scale, else as its series.
 *
 * @param format - Writes a number with its unit.
 * @param theme - Also the ends of the values, for percentages and scales without min and max of their own.
 */
export function displayOf(
  value: number | string | boolean | null,
  config: FieldConfig,
  format: Format,
  theme: DisplayTheme = { isDark: false }
): DisplayValue {
  const numeric = typeof value === 'number' ? value : NaN;
  const result = mapped(value, config);
  const words =
    result?.text === undefined
      ? written(value, config, format)
      : { text: result.text, prefix: '', suffix: '' };
  const color =
    cssColor(result?.color ?? '', theme) ??
    unmappedColor(numeric, config, theme);
  return { ...words, numeric, color };
}
