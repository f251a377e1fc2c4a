export {
  dependencies,
  interpolate,
  references,
  type ValueFormat
} from './interpolate';
export {
  customOptions,
  intervalOptions,
  optionsFrom,
  sortOptions
} from './options';
export { orderOf } from './order';
export { parseVariableQuery, type VariableQuery } from './query';
export { ALL, choose, type Scope, type ScopeValue, valueOf } from './scope';
