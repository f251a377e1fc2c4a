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
import { IConsoleTracker } from '@jupyterlab/console';
import { IEditorTracker } from '@jupyterlab/fileeditor';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IServer } from '../api/tokens';
import { IClusterModel } from '../clusters/tokens';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- the empty panel is added at once; what it loads is lazy
import { Launch } from './launch';
import { openDetails } from './commands';
import { ICatalogModel } from './tokens';

/** The model is built when somebody first asks for it, so that a page that shows no catalog loads none of it. */
export const catalogModelPlugin: JupyterFrontEndPlugin<ICatalogModel> = {
  id: 'jupyterlab-pangeo:catalog-model',
  description: 'The catalogs of this server, the open part of their tree.',
  autoStart: false,
  provides: ICatalogModel,
  requires: [IServer],
  optional: [IStateDB, ISettingRegistry],
  activate: async (
    _app: JupyterFrontEnd,
    server: IServer,
    state: IStateDB | null,
    settings: ISettingRegistry | null
  ): Promise<ICatalogModel> => {
    const { CatalogModel } = await import(
      /* webpackChunkName: "catalog" */ './main'
    );
    return new CatalogModel({ server, state, settings });
  }
};

/** The side panel and its commands; both are loaded at the first use. */
export const catalogPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-pangeo:catalog',
  description: 'The side panel Catalog and its commands.',
  autoStart: true,
  optional: [
    ILayoutRestorer,
    ICommandPalette,
    ITranslator,
    INotebookTracker,
    IConsoleTracker,
    IEditorTracker,
    IRenderMimeRegistry
  ],
  activate: (
    app: JupyterFrontEnd,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    editors: IEditorTracker | null,
    rendermime: IRenderMimeRegistry | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_pangeo');
    const tabs = new WidgetTracker<MainAreaWidget>({
      namespace: 'jupyterlab-pangeo-catalog'
    });
    const launch = new Launch({
      app,
      trans,
      palette,
      notebooks,
      gather: async () => ({
        app,
        model: await app.resolveRequiredService(ICatalogModel),
        server: await app.resolveRequiredService(IServer),
        clusters: await app.resolveOptionalService(IClusterModel),
        trans,
        notebooks,
        consoles,
        editors,
        rendermime,
        tabs
      })
    });
    app.shell.add(launch.panel, 'left', { rank: 310, type: 'Catalog' });
    restorer?.add(launch.panel, launch.panel.id);
    void restorer?.restore(tabs, {
      command: openDetails.id,
      name: () => 'details'
    });
    launch.followAddress();
  }
};
