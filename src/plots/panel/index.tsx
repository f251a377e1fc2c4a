import * as React from 'react';
import type { IClusterPanel } from '../../clusters/tokens';
import { ReactPanel } from '../../ui/ReactPanel';
import type { PlotActions } from '../actions';
import { followExpected } from './expected';
import { PlotList } from './PlotList';

/** Add the section with the plots of the selected cluster; its list is kept only while the panel is on screen. */
export function addSection(panel: IClusterPanel, actions: PlotActions): void {
  const { context, model } = actions;
  const { trans, app } = context;
  const section = new ReactPanel(
    'jp-PlotPanel',
    <PlotList
      model={model}
      commands={app.commands}
      makeTab={(clusterId, plot) => actions.tab(clusterId, plot)}
      trans={trans}
    />
  );
  const retitle = () => {
    const { cluster } = model.snapshot;
    section.title.label = cluster
      ? trans.__('Plots of %1', cluster.name)
      : trans.__('Plots');
  };
  let watching = panel.isVisible ? model.watch() : null;
  const onVisibility = (_: unknown, isVisible: boolean) => {
    watching?.dispose();
    watching = isVisible ? model.watch() : null;
    coming.update(isVisible);
  };
  const coming = followExpected(panel.node, actions);
  model.changed.connect(retitle);
  panel.visibilityChanged.connect(onVisibility);
  section.disposed.connect(() => {
    model.changed.disconnect(retitle);
    panel.visibilityChanged.disconnect(onVisibility);
    watching?.dispose();
    coming.dispose();
  });
  coming.update(panel.isVisible);
  retitle();
  panel.addSection(section);
}
