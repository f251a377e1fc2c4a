import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  createToolbarFactory,
  ICommandPalette,
  IToolbarWidgetRegistry,
  setToolbar
} from '@jupyterlab/apputils';
import { IConsoleTracker } from '@jupyterlab/console';
import { IEditorTracker } from '@jupyterlab/fileeditor';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IServer } from '../api/tokens';
import { addAliases } from './compat';
import type { IClusterContext } from './context';
import { LazyClusterModel } from './lazyModel';
import { addCommands, addToPalette } from './registration';
import { PLUGIN_ID } from './settings';
import { ClusterSidePanel } from './sidePanel';
import { IClusterModel, IClusterPanel } from './tokens';

/** Gives the clusters to whoever shows or uses them. */
export const clusterModelPlugin: JupyterFrontEndPlugin<IClusterModel> = {
  id: 'jupyterlab-pangeo:cluster-model',
  description: 'The clusters of this server and what can be asked of them.',
  autoStart: true,
  provides: IClusterModel,
  activate: (app: JupyterFrontEnd): IClusterModel =>
    new LazyClusterModel(() => app.resolveRequiredService(IServer))
};

/** Adds the side panel Clusters and the commands. */
export const clustersPlugin: JupyterFrontEndPlugin<IClusterPanel> = {
  id: PLUGIN_ID,
  description: 'The side panel Clusters and the commands about clusters.',
  autoStart: true,
  requires: [IClusterModel],
  optional: [
    ITranslator,
    ILayoutRestorer,
    ICommandPalette,
    IToolbarWidgetRegistry,
    ISettingRegistry,
    IStateDB,
    INotebookTracker,
    IConsoleTracker,
    IEditorTracker
  ],
  provides: IClusterPanel,
  activate: (
    app: JupyterFrontEnd,
    model: IClusterModel,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    toolbars: IToolbarWidgetRegistry | null,
    settings: ISettingRegistry | null,
    state: IStateDB | null,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    editors: IEditorTracker | null
  ): IClusterPanel => {
    const { commands, shell } = app;
    translator ??= nullTranslator;
    const trans = translator.load('jupyterlab_pangeo');
    const panel = new ClusterSidePanel({ model, commands, translator, trans });
    const context: IClusterContext = {
      app,
      model,
      trans,
      notebooks,
      consoles,
      editors,
      state,
      settings,
      editName: id => panel.editName(id)
    };
    addCommands(context);
    if (palette) {
      addToPalette(palette, context);
    }
    if (toolbars && settings) {
      addToolbar(panel, toolbars, settings, translator);
    }
    restorer?.add(panel, panel.id);
    shell.add(panel, 'left', { rank: 300, type: 'Clusters' });
    void app.restored.then(() => addAliases(app, trans));
    return panel;
  }
};

function addToolbar(
  panel: ClusterSidePanel,
  toolbars: IToolbarWidgetRegistry,
  settings: ISettingRegistry,
  translator: ITranslator
): void {
  const factory = createToolbarFactory(
    toolbars,
    settings,
    'Clusters',
    PLUGIN_ID,
    translator
  );
  setToolbar(panel.section, factory);
}
