import type { Scope } from './dashboard/read';
import { parseDuration, parseSpan, roundInterval } from './dashboard/time';
import type { Dashboard, Panel, Target, TimeSpan } from './dashboard/types';
import {
  type IRecordTarget,
  RECORD,
  RECORDER,
  recordTarget
} from './recordQueries';
import { scopeOf } from './repeats';
import type { MetricQuery } from './tokens';

/** Points of a series: enough for the width of any panel, and the same for all, so that they share what they ask. */
const POINTS = 480;

/** The record keeps samples for two days and then spans of five minutes. */
const RAW_MS = 2 * 86_400_000;
const SPAN_MS = 300_000;

/** Queries in one request. */
const AT_ONCE = 50;

/** Where an answer to a query goes. */
export interface ITaker {
  readonly panelId: number;
  readonly target: Target;
  readonly record: IRecordTarget;
  /** Place of its query in the batch. */
  readonly index: number;
}

/** Queries of the same times to the same source: one request. */
export interface IBatch {
  readonly source: string;
  /** Seconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly queries: readonly MetricQuery[];
  readonly takers: readonly ITaker[];
}

/** What times mean. */
export interface IClock {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly timezone: string;
}

/** A panel and the span that it shows. */
export interface IShown {
  readonly panel: Panel;
  readonly span: TimeSpan;
}

/** The panels of a dashboard that are asked for, each with its span. */
export function shownOf(
  { panels }: Dashboard,
  panelIds: ReadonlySet<number>,
  span: TimeSpan,
  clock: IClock
): IShown[] {
  return panels
    .filter(({ id }) => panelIds.has(id))
    .map(panel => ({ panel, span: spanOf(panel, span, clock) }));
}

/** The span that a panel shows: the dashboard's, or its own. */
export function spanOf(panel: Panel, span: TimeSpan, clock: IClock): TimeSpan {
  const { timeFrom } = panel;
  if (!timeFrom) {
    return span;
  }
  const from = timeFrom.startsWith('now') ? timeFrom : `now-${timeFrom}`;
  // Whole days end with the whole day.
  const to = from.endsWith('/d') ? 'now/d' : 'now';
  return parseSpan(from, to, clock.now, clock.timezone) ?? span;
}

/** Points of a panel's series. */
export function pointsOf({ maxDataPoints }: Panel): number {
  return maxDataPoints ?? POINTS;
}

/** Milliseconds between the points of a panel's query. */
export function stepOf(
  panel: Panel,
  target: Target,
  span: TimeSpan,
  clock: IClock,
  least: number
): number {
  const own = parseDuration(target.interval || panel.interval) ?? 0;
  const kept = span.from < clock.now - RAW_MS ? SPAN_MS : least;
  const even = roundInterval((span.to - span.from) / pointsOf(panel));
  return Math.max(own, kept, even);
}

/** Times of a query: whole steps, the last of which holds the end of the span. */
function timesOf(
  target: Target,
  span: TimeSpan,
  step: number
): Pick<IBatch, 'start' | 'end' | 'step'> {
  const to = (value: number) => value / 1000;
  if (target.isInstant) {
    const length = Math.max(1000, span.to - span.from);
    return { start: to(span.to), end: to(span.to), step: to(length) };
  }
  if (step >= 86_400_000) {
    // Whole days begin where the span begins, which is midnight of the user's zone and not of UTC.
    const count = Math.max(1, Math.ceil((span.to - span.from) / step));
    return {
      start: to(span.from + step),
      end: to(span.from + count * step),
      step: to(step)
    };
  }
  return {
    start: to(Math.floor(span.from / step) * step),
    end: to(Math.ceil(span.to / step) * step),
    step: to(step)
  };
}

/** Gathers queries; equal ones are asked once. */
class Gathering {
  constructor(private readonly _times: Omit<IBatch, 'queries' | 'takers'>) {}

  add(taker: Omit<ITaker, 'index'>): void {
    const key = JSON.stringify(taker.record.query);
    let index = this._places.get(key);
    if (index === undefined) {
      index = this._places.size;
      this._places.set(key, index);
      this._queries.push(taker.record.query);
    }
    this._takers.push({ ...taker, index });
  }

  /** As many requests as it takes. */
  get batches(): IBatch[] {
    const batches: IBatch[] = [];
    for (let from = 0; from < this._queries.length; from += AT_ONCE) {
      const isHere = ({ index }: ITaker) =>
        index >= from && index < from + AT_ONCE;
      batches.push({
        ...this._times,
        queries: this._queries.slice(from, from + AT_ONCE),
        takers: this._takers
          .filter(isHere)
          .map(taker => ({ ...taker, index: taker.index - from }))
      });
    }
    return batches;
  }

  private readonly _places = new Map<string, number>();
  private readonly _queries: MetricQuery[] = [];
  private readonly _takers: ITaker[] = [];
}

/**
 * What has to be asked of the record for some panels.
 *
 * @param least - milliseconds between two samples of the record.
 */
export function planRecord(
  shown: readonly IShown[],
  clock: IClock,
  least: number,
  variables?: Scope['variables']
): IBatch[] {
  const gatherings = new Map<string, Gathering>();
  for (const { panel, span } of shown) {
    for (const target of panel.targets) {
      const { type, uid } = target.datasource ??
        panel.datasource ?? { type: '', uid: '' };
      if (type !== RECORD) {
        continue;
      }
      const step = stepOf(panel, target, span, clock, least);
      const times = {
        source: uid || RECORDER,
        ...timesOf(target, span, step)
      };
      const key = JSON.stringify(times);
      const gathering = gatherings.get(key) ?? new Gathering(times);
      gatherings.set(key, gathering);
      gathering.add({
        panelId: panel.id,
        target,
        record: recordTarget(target, variables && scopeOf(panel, variables))
      });
    }
  }
  return [...gatherings.values()].flatMap(({ batches }) => batches);
}
