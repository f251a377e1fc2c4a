export { continuousColor, cssColor, type Theme, usualColor } from './colors';
export { readCurrent } from './current';
export { readDashboard } from './dashboard';
export { displayOf, type DisplayTheme, mapped } from './display';
export { usualConfig } from './fieldConfig';
export { DRAWN_TYPES } from './lacks';
export { autoName } from './names';
export { palette, paletteByName } from './palette';
export { type Match, regexOf, type SafeRegex } from './regex';
export { type FieldContext, resolveField } from './resolve';
export {
  type Ends,
  seriesColor,
  thresholdColor,
  valueColor
} from './seriesColor';
export {
  ALL,
  choose,
  customOptions,
  dependencies,
  interpolate,
  intervalOptions,
  optionsFrom,
  orderOf,
  parseVariableQuery,
  references,
  type Scope,
  type ScopeValue,
  sortOptions,
  type ValueFormat,
  valueOf,
  type VariableQuery
} from './variables';
