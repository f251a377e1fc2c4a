import type { TranslationBundle } from '@jupyterlab/translation';
import { type Panel } from '../types';
import { isProperty } from './fieldConfig';
import { isMatcher } from './matchers';

/** What panels may use and be drawn whole: the one place to add to as more is built. */
export const SUPPORTED = {
  types: new Set([
    'timeseries',
    'stat',
    'gauge',
    'bargauge',
    'table',
    'heatmap',
    'text',
    'row'
  ]),
  transformations: new Set<string>()
} as const;

/** Properties of overrides that change nothing of what is read from a chart. */
const PASSED_OVER = new Set([
  'description',
  'filterable',
  'custom.axisBorderShow',
  'custom.axisCenteredZero',
  'custom.axisColorMode',
  'custom.axisGridShow',
  'custom.axisWidth',
  'custom.barMaxWidth',
  'custom.barWidthFactor',
  'custom.filterable',
  'custom.footer',
  'custom.insertNulls',
  'custom.inspect',
  'custom.minWidth',
  'custom.showValues',
  'custom.wrapText'
]);

const MOST = 20;

/** Kinds of colour that are drawn. */
const COLOUR_MODE =
  /^(palette-classic(-by-name)?|fixed|shades|thresholds|continuous-(GrYlRd|RdYlGr|BlYlRd|YlRd|BlPu|YlBl|blues|reds|greens|purples))$/;

function ofOverrides(
  { overrides }: Panel['fieldConfig'],
  trans: TranslationBundle
): string[] {
  return overrides.flatMap(({ matcher, properties }) => [
    ...(isMatcher(matcher.id)
      ? []
      : [trans.__('overrides that are matched by “%1”', matcher.id)]),
    ...properties
      .filter(({ id }) => !isProperty(id) && !PASSED_OVER.has(id))
      .map(({ id }) => trans.__('overrides of “%1”', id))
  ]);
}

/**
 * What a panel uses that is not drawn here, in words that end the sentence *This panel uses …*.
 *
 * @param supported - Types and transformations that are drawn.
 */
export function lacksOf(
  panel: Panel,
  trans: TranslationBundle,
  supported: {
    readonly types: ReadonlySet<string>;
    readonly transformations: ReadonlySet<string>;
  } = SUPPORTED
): string[] {
  const { mode } = panel.fieldConfig.defaults.color;
  const lacks = [
    ...(supported.types.has(panel.type)
      ? []
      : [trans.__('panels of type “%1”', panel.type)]),
    ...panel.transformations
      .filter(({ id, isDisabled }) => {
        return !isDisabled && !supported.transformations.has(id);
      })
      .map(({ id }) => trans.__('the transformation “%1”', id)),
    ...ofOverrides(panel.fieldConfig, trans),
    ...(COLOUR_MODE.test(mode) ? [] : [trans.__('colours by “%1”', mode)])
  ];
  return [...new Set(lacks)].slice(0, MOST);
}
