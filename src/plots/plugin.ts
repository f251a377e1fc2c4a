import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  type MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IClusterModel, IClusterPanel } from '../clusters/tokens';
import { PLUGIN_ID } from './context';
import { launch } from './launch';

/** Opens plots of clusters in tabs, and lists them in the panel Clusters. */
export const plotsPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Plots of clusters in tabs, and their list.',
  autoStart: true,
  requires: [IClusterModel],
  optional: [
    IClusterPanel,
    ITranslator,
    ILayoutRestorer,
    ICommandPalette,
    ISettingRegistry
  ],
  activate: (
    app: JupyterFrontEnd,
    clusters: IClusterModel,
    panel: IClusterPanel | null,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_pangeo');
    const tracker = new WidgetTracker<MainAreaWidget>({
      namespace: 'jupyterlab-pangeo-plots'
    });
    launch(
      { app, clusters, settings, trans, tracker },
      { panel, restorer, palette }
    );
  }
};
