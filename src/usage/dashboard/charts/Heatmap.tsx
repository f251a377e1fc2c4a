import * as React from 'react';
import type uPlot from 'uplot';
import { formatTicks } from '../format';
import { number, record, text } from '../read/json';
import { formatMoment } from '../time';
import type { Panel } from '../types';
import { type Heat, heatOf, type HeatRow } from './heat';
import { makeHeatPlot } from './heatPlot';
import { seriesOf } from './series';
import type { ChartProps } from './types';

/** Places of a cell, and of the pointer in pixels. */
interface ICell {
  readonly time: number;
  readonly row: number;
  readonly left: number;
}

/** Times and buckets as cells, whose colours say how much is in them. */
export default function Heatmap(props: ChartProps): JSX.Element {
  const { panel, frames, trans, span, timezone, isDark, cursor } = props;
  const { width, height } = props;
  const heat = React.useMemo(
    () => heatOf(panel, seriesOf(frames)),
    [panel, frames]
  );
  const ref = React.useRef<HTMLDivElement>(null);
  const latest = React.useRef(props);
  latest.current = props;
  const [at, setAt] = React.useState<ICell | null>(null);
  React.useEffect(() => {
    const node = ref.current;
    if (!node) {
      return;
    }
    const point = (plot: uPlot) => {
      const { idx, left = -1, top = -1 } = plot.cursor;
      const row = Math.floor(plot.posToVal(top, 'y'));
      const isCell = typeof idx === 'number' && top >= 0 && row in heat.rows;
      setAt(isCell ? { time: idx, row, left } : null);
      cursor.publish(isCell ? heat.times[idx] : null, plot);
    };
    const plot = makeHeatPlot(node, heat, latest, point);
    const leave = cursor.subscribe((time, source) => {
      if (source !== plot) {
        const left = time === null ? -10 : plot.valToPos(time, 'x');
        plot.setCursor({ left, top: -10 }, false);
      }
    });
    return () => {
      leave();
      plot.destroy();
    };
  }, [heat, span, timezone, isDark, cursor, width, height]);
  return (
    <figure className="jp-UsageFigure" aria-label={panel.title}>
      <div className="jp-UsageFigure-plot">
        <div
          ref={ref}
          role="group"
          aria-label={trans.__('%1: cells by time and value', panel.title)}
          className="jp-UsageFigure-canvas"
        />
        {at && at.row in heat.rows && <Card {...props} heat={heat} at={at} />}
      </div>
    </figure>
  );
}

interface ICardProps extends ChartProps {
  readonly heat: Heat;
  readonly at: ICell;
}

/** What the cell at the pointer is of, and how much is in it. */
function Card({ heat, at, panel, span, timezone, width }: ICardProps) {
  const row = heat.rows[at.row];
  const value = row.cells[at.time] ?? null;
  const { unit, decimals } = record(panel.options.cellValues);
  const words =
    value === null
      ? '–'
      : formatTicks([value], text(unit, 'short'), number(decimals))[0];
  const style =
    at.left > width / 2
      ? { right: width - at.left + 8 }
      : { left: at.left + 72 };
  return (
    <div className="jp-UsageChart-card" style={style} role="status">
      <p className="jp-UsageChart-time">
        {formatMoment(heat.times[at.time], span, timezone)}
      </p>
      <table>
        <tbody>
          <tr>
            <th scope="row" className="jp-UsageChart-series">
              {rangeOf(row, panel)}
            </th>
            <td className="jp-UsageChart-value">{words}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function rangeOf({ name, from }: HeatRow, panel: Panel): string {
  const { unit, decimals } = record(panel.options.yAxis);
  const inWords = (value: number) =>
    Number.isFinite(value)
      ? formatTicks([value], text(unit, 'short'), number(decimals))[0]
      : '∞';
  return typeof name === 'string'
    ? name
    : `${from === null ? '' : inWords(from)} – ${inWords(name)}`;
}
