import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  closeCluster,
  connectNotebook,
  scaleCluster,
  startCluster
} from './commands';

const ALIASES: Readonly<Record<string, string>> = {
  'dask:launch-cluster': startCluster.id,
  'dask:scale-cluster': scaleCluster.id,
  'dask:stop-cluster': closeCluster.id,
  'dask:inject-client-code': connectNotebook.id
};

/** Serve the command ids of dask-labextension, for those who call or bind them, where it is absent. */
export function addAliases(
  app: Pick<JupyterFrontEnd, 'commands' | 'hasPlugin'>,
  trans: TranslationBundle
): void {
  const { commands } = app;
  if (app.hasPlugin('dask-labextension:plugin')) {
    return;
  }
  for (const [alias, id] of Object.entries(ALIASES)) {
    if (!commands.hasCommand(alias)) {
      commands.addCommand(alias, {
        label: () => commands.label(id),
        caption: trans.__('The same as %1', id),
        describedBy: { args: { type: 'object', properties: {} } },
        execute: () => commands.execute(id)
      });
    }
  }
}
