import * as React from 'react';
import { HoverCard } from './HoverCard';
import { Legend, legendOf } from './Legend';
import { keyOf, seriesOf } from './series';
import type { ChartProps, Series } from './types';
import { usePlot } from './usePlot';

/** Lines, areas, bars or points over time, with a legend and a card at the pointer. */
export function TimeSeries(props: ChartProps): JSX.Element {
  const { frames, panel, width, height } = props;
  const all = React.useMemo(() => seriesOf(frames), [frames]);
  const [hidden, setHidden] = React.useState<ReadonlySet<string>>(new Set());
  const series = React.useMemo(
    () => all.filter(({ field }) => !hidden.has(keyOf(field))),
    [all, hidden]
  );
  const legend = legendOf(panel, all, width, height);
  return (
    <figure
      className="jp-UsageFigure"
      data-legend={legend.placement}
      aria-label={panel.title}
    >
      <Plot
        {...props}
        series={series}
        width={width - legend.width}
        height={Math.max(40, height - legend.height)}
      />
      {legend.mode !== 'hidden' && (
        <Legend
          {...props}
          legend={legend}
          series={all}
          hidden={hidden}
          onHide={setHidden}
        />
      )}
    </figure>
  );
}

interface IPlotProps extends ChartProps {
  readonly series: readonly Series[];
}

function Plot(props: IPlotProps): JSX.Element {
  const { cursor, panel, trans, series } = props;
  const { ref, plot } = usePlot(props, series);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const made = plot.current;
    const step = { ArrowLeft: -1, ArrowRight: 1, Escape: 0 }[event.key];
    if (!made || step === undefined) {
      return;
    }
    event.preventDefault();
    if (step === 0) {
      made.setCursor({ left: -10, top: -10 });
      cursor.publish(null, made);
      return;
    }
    const [times] = made.data;
    const from = made.cursor.idx ?? (step > 0 ? -1 : times.length);
    const next = Math.min(times.length - 1, Math.max(0, from + step));
    made.setCursor({ left: made.valToPos(times[next], 'x'), top: 0 });
  };
  return (
    <div className="jp-UsageFigure-plot">
      <div
        ref={ref}
        tabIndex={0}
        role="group"
        aria-label={trans.__(
          '%1: arrow keys move over its points',
          panel.title
        )}
        className="jp-UsageFigure-canvas"
        onKeyDown={onKeyDown}
      />
      <HoverCard {...props} plot={plot} />
    </div>
  );
}
