import { own } from '../dashboard/read/json';
import type { Annotation, Frame } from '../dashboard/types';
import type { IPanelData } from '../tokens';
import { stepOf } from './queries';

/** Events of one annotation that are drawn. */
export const MOST_EVENTS = 1000;

/** Characters of a title or text with labels filled in. */
const LONGEST = 500;

type Labels = Readonly<Record<string, string>>;

/** Something that happened: from a first to a last moment, in milliseconds since the epoch. */
export interface IEvent {
  readonly annotation: Annotation;
  readonly from: number;
  /** The same as `from` for a single moment. */
  readonly to: number;
  readonly labels: Labels;
}

export interface IEvents {
  /** The latest ones, in the order of their begins. */
  readonly events: readonly IEvent[];
  /** How many there are with those that were left out. */
  readonly count: number;
}

/** Times at which a series says that something happened: those of values above zero, or these values. */
function momentsOf(
  { fields: [time, value] }: Frame,
  isTimeInValue: boolean
): number[] {
  if (isTimeInValue) {
    const known = value.values.filter(one => typeof one === 'number');
    return known.map(Math.floor).sort((one, other) => one - other);
  }
  const isOn = (one: unknown) => typeof one === 'number' && one > 0;
  return (time.values as readonly number[]).filter((_, place) =>
    isOn(value.values[place])
  );
}

/** Moments no further apart than a step as one event, as Grafana joins them. */
function joined(
  moments: readonly number[],
  step: number
): Array<{ from: number; to: number }> {
  const found: Array<{ from: number; to: number }> = [];
  for (const moment of moments) {
    const last = found[found.length - 1];
    if (last && moment <= last.to + step) {
      last.to = moment;
    } else {
      found.push({ from: moment, to: moment });
    }
  }
  return found;
}

/** The samples of an annotation as events in the time that is shown. */
export function eventsOf(
  annotation: Annotation,
  { frames, span }: IPanelData
): IEvents {
  const all = frames.flatMap(frame => {
    const [time, { labels }] = frame.fields;
    const [first, second] = time.values as readonly number[];
    // The step of a store that keeps to its own, or of a variable, is that of its answer.
    const step = Math.max(stepOf(annotation, span), second - first || 0);
    const whole = { __name__: frame.name, ...labels };
    return joined(momentsOf(frame, annotation.isTimeInValue), step)
      .filter(({ from, to }) => to >= span.from && from <= span.to)
      .map(moments => ({ annotation, labels: whole, ...moments }));
  });
  all.sort((one, other) => one.from - other.from);
  return { events: all.slice(-MOST_EVENTS), count: all.length };
}

const LABEL = /\{\{\s*([\w.-]{1,200})\s*\}\}/g;

function filled(format: string, labels: Labels): string {
  return format
    .replace(LABEL, (_, name: string) => own(labels, name) ?? '')
    .slice(0, LONGEST);
}

/** What an event says; all of it is plain text. */
export function wordsOf({ annotation, labels }: IEvent): {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
} {
  const { name, titleFormat, textFormat, tagKeys } = annotation;
  return {
    title: filled(titleFormat, labels) || name,
    text: filled(textFormat, labels),
    tags: tagKeys
      .flatMap(key => own(labels, key) ?? [])
      .map(tag => tag.slice(0, LONGEST))
  };
}

/** Whether an annotation is drawn on a panel. */
export function isOn({ filter }: Annotation, panelId: number): boolean {
  return !filter || filter.ids.includes(panelId) !== filter.isExcluding;
}
