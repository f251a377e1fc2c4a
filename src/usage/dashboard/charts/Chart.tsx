import * as React from 'react';
import '../../../../style/usageCharts.css';
import { Table } from './DataTable';
import { BarGauge, Gauge } from './Gauges';
import { isEmpty } from './series';
import { Stat } from './Stat';
import { TimeSeries } from './TimeSeries';
import type { ChartProps } from './types';

/** Drawings by type of panel; `text` is drawn without data. */
const CHARTS: Readonly<Record<string, (props: ChartProps) => JSX.Element>> = {
  timeseries: TimeSeries,
  stat: Stat,
  gauge: Gauge,
  bargauge: BarGauge,
  table: Table
};

/** Types of panels that {@link Chart} draws. */
export const DRAWN_TYPES: ReadonlySet<string> = new Set([
  ...Object.keys(CHARTS),
  'text'
]);

/** What a panel draws of its data, or why it draws nothing. */
export function Chart(props: ChartProps): JSX.Element {
  const { panel, frames, trans, reason } = props;
  if (panel.type === 'text') {
    return <Text {...props} />;
  }
  if (!Object.hasOwn(CHARTS, panel.type)) {
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
  const Drawing = CHARTS[panel.type];
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
