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
import { PLUGIN_ID } from './context';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- commands and kinds of files are known at once; what they load is lazy
import { launch } from './launch';

/** Opens the tab Usage; all of it is loaded at the first use. */
export const usagePlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'The tab Usage: what notebooks and clusters use.',
  autoStart: true,
  optional: [ITranslator, ILayoutRestorer, ICommandPalette, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_pangeo');
    const tracker = new WidgetTracker<MainAreaWidget>({
      namespace: 'jupyterlab-pangeo-usage'
    });
    launch({ app, trans, tracker, registry }, restorer, palette);
  }
};
