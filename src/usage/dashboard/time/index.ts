export {
  formatDuration,
  intervalOf,
  parseDuration,
  roundInterval
} from './duration';
export {
  parseMoment,
  type ParseOptions,
  parseSpan,
  shift,
  zoomOut
} from './math';
export { describeSpan, QUICK_RANGES, type RangeText } from './ranges';
export { formatMoment, formatTime, timeTicks } from './ticks';
export { isTimezone } from './zone';
