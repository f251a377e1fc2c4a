import type { TranslationBundle } from '@jupyterlab/translation';
import { hasScheme } from '../charts/heatColors';
import { type Panel } from '../types';
import { isProperty } from './fieldConfig';
import { record, text } from './json';
import { isMatcher } from './matchers';

/** Types of panels that are drawn of data: the one list, which the drawings are checked against. */
export const DRAWN_TYPES = [
  'timeseries',
  'stat',
  'gauge',
  'bargauge',
  'table',
  'heatmap'
] as const;

/** Text is drawn without data, rows are no drawings. */
const TYPES = new Set<string>([...DRAWN_TYPES, 'text', 'row']);

/** Cells of tables that are drawn as they are meant. */
const CELLS = new Set(['auto', 'color-text', 'color-background']);

/** Fills of lines that are drawn as they are meant. */
const GRADIENTS = new Set(['none', 'opacity']);

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

/** Of how cells and lines look. */
function ofLooks(panel: Panel, trans: TranslationBundle): string[] {
  const { cell, gradientMode } = panel.fieldConfig.defaults.custom;
  const properties = panel.fieldConfig.overrides.flatMap(
    override => override.properties
  );
  const cells = properties
    .filter(({ id }) => /^custom\.(cellOptions|displayMode)$/.test(id))
    .map(({ value }) => text(value) || text(record(value).type));
  const gradients = properties
    .filter(({ id }) => id === 'custom.gradientMode')
    .map(({ value }) => text(value));
  const isTable = panel.type === 'table';
  return [
    ...(isTable ? [cell, ...cells] : [])
      .filter(name => name !== '' && !CELLS.has(name))
      .map(name => trans.__('cells of type “%1”', name)),
    ...(isTable ? [] : [gradientMode, ...gradients])
      .filter(name => name !== '' && !GRADIENTS.has(name))
      .map(name => trans.__('gradients by “%1”', name))
  ];
}

/** What a panel uses that is not drawn here, in words that end the sentence *This panel uses …*. */
export function lacksOf(panel: Panel, trans: TranslationBundle): string[] {
  const { mode } = panel.fieldConfig.defaults.color;
  const lacks = [
    ...(TYPES.has(panel.type)
      ? []
      : [trans.__('panels of type “%1”', panel.type)]),
    ...panel.transformations
      .filter(({ id, isDisabled, apply }) => {
        return !isDisabled && !apply && id !== 'configFromData';
      })
      .map(({ id }) => trans.__('the transformation “%1”', id)),
    ...ofOverrides(panel.fieldConfig, trans),
    ...ofLooks(panel, trans),
    ...(panel.type === 'heatmap' && !hasScheme(panel)
      ? [trans.__('this scheme of colours')]
      : []),
    ...(COLOUR_MODE.test(mode) ? [] : [trans.__('colours by “%1”', mode)])
  ];
  return [...new Set(lacks)].slice(0, MOST);
}
