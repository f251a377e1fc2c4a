import * as React from 'react';
import '../../../../style/usageCharts.css';
import type { DRAWN_TYPES } from '../read';
import { own } from '../read/json';
import { isEmpty } from './series';
import { Stat } from './Stat';
import { TimeSeries } from './TimeSeries';
import type { ChartProps } from './types';

// What the usual dashboard does not show at first is loaded when a panel has it.
const Heatmap = React.lazy(
  () => import(/* webpackChunkName: "usage-heatmap" */ './Heatmap')
);
const lazy = (name: 'Gauge' | 'BarGauge' | 'Table' | 'TableBehind') =>
  React.lazy(async () => {
    const known = await import(
      /* webpackChunkName: "usage-tables" */ './tables'
    );
    return { default: known[name] };
  });
const Gauge = lazy('Gauge');
const BarGauge = lazy('BarGauge');
const Table = lazy('Table');

/** The numbers of a chart as a table. */
export const TableBehind = lazy('TableBehind');

type Drawing = React.ComponentType<ChartProps>;

/** Drawings by type of panel; `text` is drawn without data. */
const CHARTS: Readonly<Record<(typeof DRAWN_TYPES)[number], Drawing>> = {
  timeseries: TimeSeries,
  stat: Stat,
  gauge: Gauge,
  bargauge: BarGauge,
  table: Table,
  heatmap: Heatmap
};

/** What a panel draws of its data, or why it draws nothing. */
export function Chart(props: ChartProps): JSX.Element {
  const { panel, frames, trans, reason } = props;
  if (panel.type === 'text') {
    return <Text {...props} />;
  }
  const Drawing = own<Drawing>(CHARTS, panel.type);
  if (!Drawing) {
    return (
      <p className="jp-UsagePanel-empty">
        {trans.__('Panels of type “%1” are not drawn here.', panel.type)}
      </p>
    );
  }
  if (isEmpty(frames)) {
    return (
      <p className="jp-UsagePanel-empty">
        {reason ? trans.__('No data: %1', reason) : trans.__('No data')}
      </p>
    );
  }
  return <Drawing {...props} />;
}

function Text({ panel, renderText }: ChartProps): JSX.Element {
  const { content, mode } = panel.options;
  const source = typeof content === 'string' ? content : '';
  return (
    <div className="jp-UsageText">
      {renderText && mode !== 'code' ? (
        renderText(source, mode === 'html' ? 'html' : 'markdown')
      ) : (
        <pre>{source}</pre>
      )}
    </div>
  );
}
