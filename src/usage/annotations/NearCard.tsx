import * as React from 'react';
import type uPlot from 'uplot';
import type { MarkedChart } from '../dashboard/charts/types';
import { formatMoment } from '../dashboard/time';
import { lineColor } from './colors';
import { type IEvent, wordsOf } from './events';

/** Events that the card names. */
const MOST = 5;

/** Pixels beside a line from which it is found. */
const REACH = 6;

/** Events that are nearer to a point of a plot than to its others, or at most a few pixels away. */
export function eventsNear(
  plot: Pick<uPlot, 'data' | 'posToVal' | 'valToPos'>,
  time: number,
  events: readonly IEvent[]
): IEvent[] {
  const [times] = plot.data;
  const place = times.indexOf(time);
  const left = plot.valToPos(time, 'x');
  const before = (times[place - 1] ?? -Infinity) + time;
  const after = (times[place + 1] ?? Infinity) + time;
  const from = Math.min(plot.posToVal(left - REACH, 'x'), before / 2);
  const to = Math.max(plot.posToVal(left + REACH, 'x'), after / 2);
  return events.filter(event => event.to >= from && event.from <= to);
}

interface INearCardProps {
  readonly chart: MarkedChart;
  readonly events: readonly IEvent[];
}

/** What happened at the pointer, as a part of the card there. */
export function NearCard({ chart, events }: INearCardProps): JSX.Element {
  const { trans } = chart;
  return (
    <ul className="jp-UsageAnnotations-near">
      {events.slice(0, MOST).map((event, place) => (
        <Item key={place} chart={chart} event={event} />
      ))}
      {events.length > MOST && (
        <li>{trans.__('and %1 more', events.length - MOST)}</li>
      )}
    </ul>
  );
}

interface IItemProps {
  readonly chart: MarkedChart;
  readonly event: IEvent;
}

function Item({ chart, event }: IItemProps): JSX.Element {
  const { span, timezone, trans, isDark } = chart;
  const { title, text, tags } = wordsOf(event);
  const from = formatMoment(event.from, span, timezone);
  const to = formatMoment(event.to, span, timezone);
  return (
    <li>
      <p className="jp-UsageAnnotations-title">
        <span
          className="jp-UsageAnnotations-mark"
          style={{ borderColor: lineColor(event.annotation.color, isDark) }}
        />
        {title}
      </p>
      {text && <p className="jp-UsageAnnotations-text">{text}</p>}
      <p className="jp-UsageChart-time">
        {from === to ? from : trans.__('%1 to %2', from, to)}
      </p>
      {tags.length > 0 && (
        <p className="jp-UsageAnnotations-text">{tags.join(', ')}</p>
      )}
    </li>
  );
}
