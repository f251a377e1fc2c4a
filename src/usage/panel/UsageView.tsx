import * as React from 'react';
import { Empty } from '../../ui/Empty';
import { RemoteView } from '../../ui/Remote';
import { useModel } from '../../ui/useModel';
import { asksOthers, asksStores } from '../promQueries';
import { storesOf } from '../stores';
import { Grid } from './Grid';
import type { IUsageProps } from './props';
import { Toolbar } from './Toolbar';
import { useTheme } from './useTheme';
import { VariablesBar } from './VariablesBar';

/** The Usage tab: what is shown above, the panels below. */
export function UsageView(props: IUsageProps): JSX.Element {
  const { model, trans, actions } = props;
  const { dashboard, sources, view, annotations } = useModel(model);
  const { isDark } = useTheme(props.themes);
  const isStoreMissing =
    'value' in dashboard &&
    'value' in sources &&
    asksStores(dashboard.value) &&
    storesOf(sources.value).length === 0;
  return (
    <div className="jp-UsageTab-view">
      <Toolbar {...props} />
      {!isStoreMissing && <VariablesBar {...props} />}
      {!isStoreMissing && annotations?.bar(isDark, trans)}
      <div className="jp-UsageTab-scroll">
        <RemoteView
          snapshot={dashboard}
          retry={() => void model.refresh()}
          trans={trans}
        >
          {value => (
            <>
              {value.problems.map(problem => (
                <p key={problem} className="jp-UsageTab-problem" role="status">
                  {problem}
                </p>
              ))}
              {value.panels.length + value.problems.length === 0 && (
                <Empty message={trans.__('There are no panels here.')} />
              )}
              {isStoreMissing && (
                <Empty
                  message={trans.__(
                    'These numbers come from a Prometheus, and none is known here.'
                  )}
                  action={trans.__('Add a Prometheus…')}
                  onAction={() => void actions.addStore()}
                />
              )}
              {(!isStoreMissing || asksOthers(value)) && (
                <Grid
                  key={view.dashboard}
                  {...props}
                  dashboard={value}
                  only={view.panel}
                />
              )}
            </>
          )}
        </RemoteView>
      </div>
    </div>
  );
}
