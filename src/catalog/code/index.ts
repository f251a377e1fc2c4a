export {
  bestStyle,
  loadCode,
  requirements,
  STYLES,
  styleOffers
} from './loadCode';
export type {
  ICollectionChoice,
  ILoadCode,
  ILoadRequest,
  IStyleOffer,
  Recipe,
  Refusal,
  Style,
  UserParameter
} from './types';
export { namesIn, variableName } from './variable';
