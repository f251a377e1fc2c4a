import * as React from 'react';
import { RemoteView } from '../../ui/Remote';
import { useModel } from '../../ui/useModel';
import { Grid } from './Grid';
import type { IUsageProps } from './props';
import { Toolbar } from './Toolbar';
import { VariablesBar } from './VariablesBar';

/** The Usage tab: what is shown above, the panels below. */
export function UsageView(props: IUsageProps): JSX.Element {
  const { model, trans } = props;
  const { dashboard, view } = useModel(model);
  return (
    <div className="jp-UsageTab-view">
      <Toolbar {...props} />
      <VariablesBar {...props} />
      <div className="jp-UsageTab-scroll">
        <RemoteView
          snapshot={dashboard}
          retry={() => void model.refresh()}
          trans={trans}
        >
          {value => (
            <Grid
              key={view.dashboard}
              {...props}
              dashboard={value}
              only={view.panel}
            />
          )}
        </RemoteView>
      </div>
    </div>
  );
}
