import type { ILayoutRestorer } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import { IServer } from '../api/tokens';
import type { IClusterPanel } from '../clusters/tokens';
import { openPlot, openPlotLayout } from './commands';
import { addAliases } from './compat';
import type { IPlotContext } from './context';

interface IPlaces {
  readonly panel: IClusterPanel | null;
  readonly restorer: ILayoutRestorer | null;
  readonly palette: ICommandPalette | null;
}

const TAB = /^jupyterlab-pangeo-plot-(.*)$/;

/** Make the commands and the section known; what they do is loaded when it is first wanted. */
export function launch(
  known: Omit<IPlotContext, 'server'>,
  places: IPlaces
): void {
  const { app, trans, tracker } = known;
  const { panel, restorer, palette } = places;
  let loading: ReturnType<typeof start> | null = null;
  const start = async () => {
    const [{ PlotActions }, server] = await Promise.all([
      import(/* webpackChunkName: "plots" */ './actions'),
      app.resolveRequiredService(IServer)
    ]);
    return new PlotActions({ ...known, server });
  };
  const load = () => (loading ??= start());
  openPlot.add(app.commands, {
    label: trans.__('Open Plot'),
    caption: trans.__('Open a plot of a cluster in a tab'),
    execute: async ({ plot, clusterId }) => (await load()).open(plot, clusterId)
  });
  openPlotLayout.add(app.commands, {
    label: trans.__('Open Plots'),
    caption: trans.__('Open the everyday plots of a cluster side by side'),
    execute: async ({ clusterId }) => (await load()).openLayout(clusterId)
  });
  palette?.addItem({
    command: openPlotLayout.id,
    category: trans.__('Clusters')
  });
  void restorer?.restore(tracker, {
    command: openPlot.id,
    args: ({ content }) => ({ ...(content as unknown as IRestored).place }),
    name: ({ id }) => TAB.exec(id)?.[1] ?? id
  });
  void panel?.revealed.then(async () => {
    const { addSection } = await import(
      /* webpackChunkName: "plot-panel" */ './panel'
    );
    addSection(panel, await load());
  });
  void app.restored.then(() => addAliases(app, trans, load));
}

interface IRestored {
  readonly place: { readonly clusterId: string; readonly plot: string };
}
