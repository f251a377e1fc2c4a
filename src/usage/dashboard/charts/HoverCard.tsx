import * as React from 'react';
import { firstFrom } from '../calc';
import { formatMoment } from '../time';
import { shown } from './figures';
import { SeriesMark } from './Legend';
import type { MarkedChart, Series } from './types';

/** Series that the card names. */
const MOST = 12;

interface IHoverCardProps extends MarkedChart {
  readonly series: readonly Series[];
}

/** The value of a series at a time that it has, or null. */
export function valueAt(
  { times, field }: Series,
  time: number
): number | string | null {
  const place = firstFrom(times, time);
  return times[place] === time ? field.values[place] : null;
}

/** What the series are at the pointer, the largest first. Only the card is drawn again when the pointer moves. */
export function HoverCard(props: IHoverCardProps): JSX.Element | null {
  const { plot, cursor, series, span, timezone, width, trans, isDark } = props;
  const [time, setTime] = React.useState<number | null>(null);
  React.useEffect(
    () =>
      cursor.subscribe((moment, source) =>
        setTime(source === plot.current ? moment : null)
      ),
    [cursor, plot]
  );
  if (time === null) {
    return null;
  }
  const known = series
    .filter(({ field }) => !field.config.custom.hideFrom.tooltip)
    .map(one => ({ field: one.field, value: valueAt(one, time) }))
    .filter(({ value }) => value !== null)
    .sort((one, two) => Number(two.value) - Number(one.value));
  const left = plot.current?.valToPos(time, 'x') ?? 0;
  const style =
    left > width / 2 ? { right: width - left + 8 } : { left: left + 72 };
  const near = props.marks?.card(props, time);
  return known.length === 0 && !near ? null : (
    <div className="jp-UsageChart-card" style={style} role="status">
      <p className="jp-UsageChart-time">{formatMoment(time, span, timezone)}</p>
      <table>
        <tbody>
          {known.slice(0, MOST).map(({ field, value }, index) => {
            const { prefix, text, suffix } = shown(field, value, isDark);
            return (
              <tr key={index}>
                <th scope="row" className="jp-UsageChart-series">
                  <SeriesMark field={field} />
                  {field.displayName}
                </th>
                <td className="jp-UsageChart-value">
                  {`${prefix}${text}${suffix}`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {known.length > MOST && (
        <p>{trans.__('and %1 more', known.length - MOST)}</p>
      )}
      {near}
    </div>
  );
}
