import { type DrawnField, type Field, type Panel } from '../types';
import { withProperty } from './fieldConfig';
import { matches, type MatchContext } from './matchers';
import { autoName, fillName } from './names';
import { seriesColor } from './seriesColor';

/** What a field is resolved in. */
export interface FieldContext {
  readonly refId: string;
  readonly frameName: string;
  readonly isDark: boolean;
  /** A calculation over values by Grafana's id, as `calculate` of `../calc`. */
  readonly calculate: MatchContext['calculate'];
  /** Fills variables into names; without it they stay as they are. */
  readonly interpolate?: (text: string) => string;
}

/**
 * A field with its configuration after all overrides that match it, in their order, its name and its colour.
 *
 * @param index - Of the series among those of the panel: its place in the palette.
 */
export function resolveField(
  field: Field,
  index: number,
  fieldConfig: Panel['fieldConfig'],
  context: FieldContext
): DrawnField {
  const { refId, frameName, calculate, isDark } = context;
  const auto = autoName(field);
  let config = fieldConfig.defaults;
  if (config.unit === '' && field.unit !== undefined) {
    config = { ...config, unit: field.unit };
  }
  for (const { matcher, properties } of fieldConfig.overrides) {
    if (matches(matcher, field, { refId, autoName: auto, calculate })) {
      for (const { id, value } of properties) {
        config = withProperty(config, id, value);
      }
    }
  }
  // Variables first: a label whose text is `$x` is no variable.
  const template =
    context.interpolate?.(config.displayName) ?? config.displayName;
  const displayName = fillName(template, field, frameName) || auto;
  const coloured = { field, index, config, displayName };
  const color = seriesColor(coloured, { isDark }, calculate);
  return { ...field, config, displayName, color };
}
