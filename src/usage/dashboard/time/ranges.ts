import type { TranslationBundle } from '@jupyterlab/translation';
import { formatDate } from '../format/dates';
import { parseMoment } from './math';

/** Ends of a span in Grafana's time syntax. */
export interface RangeText {
  readonly from: string;
  readonly to: string;
}

/** Spans that end now, shortest first. */
const LAST = [
  '5m',
  '15m',
  '30m',
  '1h',
  '3h',
  '6h',
  '12h',
  '24h',
  '2d',
  '7d',
  '30d',
  '90d',
  '6M',
  '1y',
  '2y',
  '5y'
];

type Title = (trans: TranslationBundle) => string;

/** Spans of the calendar, by both ends. */
const NAMED: Readonly<Record<string, Title>> = {
  'now-1d/d now-1d/d': trans => trans.__('Yesterday'),
  'now-2d/d now-2d/d': trans => trans.__('Day before yesterday'),
  'now-7d/d now-7d/d': trans => trans.__('This day last week'),
  'now-1w/w now-1w/w': trans => trans.__('Previous week'),
  'now-1M/M now-1M/M': trans => trans.__('Previous month'),
  'now-1y/y now-1y/y': trans => trans.__('Previous year'),
  'now/d now/d': trans => trans.__('Today'),
  'now/d now': trans => trans.__('Today so far'),
  'now/w now/w': trans => trans.__('This week'),
  'now/w now': trans => trans.__('This week so far'),
  'now/M now/M': trans => trans.__('This month'),
  'now/M now': trans => trans.__('This month so far'),
  'now/y now/y': trans => trans.__('This year'),
  'now/y now': trans => trans.__('This year so far')
};

/** Spans that are offered for choosing; {@link describeSpan} has their names. */
export const QUICK_RANGES: readonly RangeText[] = [
  ...LAST.map(length => ({ from: `now-${length}`, to: 'now' })),
  ...Object.keys(NAMED).map(ends => {
    const [from, to] = ends.split(' ');
    return { from, to };
  })
];

const COUNTED: Readonly<
  Record<string, (trans: TranslationBundle, count: number) => string>
> = {
  s: (trans, n) => trans._n('Last %1 second', 'Last %1 seconds', n),
  m: (trans, n) => trans._n('Last %1 minute', 'Last %1 minutes', n),
  h: (trans, n) => trans._n('Last %1 hour', 'Last %1 hours', n),
  d: (trans, n) => trans._n('Last %1 day', 'Last %1 days', n),
  w: (trans, n) => trans._n('Last %1 week', 'Last %1 weeks', n),
  M: (trans, n) => trans._n('Last %1 month', 'Last %1 months', n),
  y: (trans, n) => trans._n('Last %1 year', 'Last %1 years', n)
};

/** One end of a span in words: a moment by the clock, or its text where that counts from now. */
function describeEnd(text: string, timezone: string): string {
  if (text.startsWith('now')) {
    return text;
  }
  const moment = parseMoment(text, 0, { timezone });
  return moment === null
    ? text
    : formatDate(moment, 'YYYY-MM-DD HH:mm:ss', timezone);
}

/**
 * A span in words: “Last 6 hours”, “Today so far”, or its two ends.
 *
 * @param from - In Grafana's time syntax.
 * @param to - In Grafana's time syntax.
 * @param timezone - Whose clock moments are written by.
 */
export function describeSpan(
  from: string,
  to: string,
  trans: TranslationBundle,
  timezone = 'browser'
): string {
  const ends = [from.trim(), to.trim()];
  const title = new Map(Object.entries(NAMED)).get(ends.join(' '));
  if (title) {
    return title(trans);
  }
  const last = /^now-(\d{1,9})([smhdwMy])$/.exec(ends[0]);
  if (last && ends[1] === 'now') {
    return COUNTED[last[2]](trans, Number(last[1]));
  }
  const [start, end] = ends.map(text => describeEnd(text, timezone));
  return trans.__('%1 to %2', start, end);
}
