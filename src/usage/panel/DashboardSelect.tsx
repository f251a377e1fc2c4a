import { HTMLSelect } from '@jupyterlab/ui-components';
import * as React from 'react';
import { useModel } from '../../ui/useModel';
import type { IUsageProps } from './props';

/** Value of the entry that leads to the dashboards of a Grafana; no id of a dashboard begins so. */
const FIND = 'find:';

/** Which dashboard is shown: those of the suite, the one from elsewhere that is shown, and the way to those of each Grafana. */
export function DashboardSelect(props: IUsageProps): JSX.Element {
  const { model, actions, trans } = props;
  const { dashboard, dashboards, sources, view } = useModel(model);
  const isListed = dashboards.some(({ id }) => id === view.dashboard);
  const title =
    'value' in dashboard && dashboard.value.title !== ''
      ? dashboard.value.title
      : trans.__('A dashboard from elsewhere');
  const known = 'value' in sources ? sources.value : [];
  const grafanas = known.filter(({ kind }) => kind === 'grafana');
  return (
    <HTMLSelect
      className="jp-UsageTab-select"
      aria-label={trans.__('Dashboard')}
      value={view.dashboard}
      onChange={({ currentTarget: { value } }) => {
        const grafana = grafanas.find(({ name }) => value === FIND + name);
        if (grafana) {
          void actions.findDashboard(grafana);
        } else {
          model.change({ dashboard: value, panel: null });
        }
      }}
    >
      {dashboards.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
      {!isListed && <option value={view.dashboard}>{title}</option>}
      {grafanas.map(({ name, title }) => (
        <option key={name} value={FIND + name}>
          {trans.__('Dashboards of %1…', title)}
        </option>
      ))}
    </HTMLSelect>
  );
}
