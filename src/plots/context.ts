import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IServer } from '../api/tokens';
import type { IClusterModel } from '../clusters/tokens';

/** What the commands about plots work with. */
export interface IPlotContext {
  readonly app: JupyterFrontEnd;
  readonly server: IServer;
  readonly clusters: IClusterModel;
  readonly settings: ISettingRegistry | null;
  readonly trans: TranslationBundle;
  readonly tracker: WidgetTracker<MainAreaWidget>;
}

export const PLUGIN_ID = 'jupyterlab-pangeo:plots';

/** Id of the tab of a plot: one tab for each cluster and plot. */
export function tabId(clusterId: string, plot: string): string {
  return `jupyterlab-pangeo-plot-${clusterId}-${plot}`;
}
