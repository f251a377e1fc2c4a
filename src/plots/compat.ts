import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { PlotActions } from './actions';

type Load = () => Promise<PlotActions>;

interface IAlias {
  readonly label: string;
  readonly run: (
    actions: PlotActions,
    args: { url?: string; item?: { route?: string } }
  ) => Promise<void>;
}

/** Plugins of dask-labextension that add these commands themselves. */
const THEIRS = ['dask-labextension:plugin', 'dask-labextension'];

/**
 * Serve dask-labextension's commands about plots where that extension is absent: `Client`'s button in a notebook
 * calls `dask:populate-and-launch-layout` by name.
 */
export function addAliases(
  app: Pick<JupyterFrontEnd, 'commands' | 'hasPlugin'>,
  trans: TranslationBundle,
  load: Load
): void {
  const { commands } = app;
  if (THEIRS.some(id => app.hasPlugin(id))) {
    return;
  }
  for (const [id, { label, run }] of Object.entries(aliases(trans))) {
    if (!commands.hasCommand(id)) {
      commands.addCommand(id, {
        label,
        describedBy: { args: ARGS },
        execute: async args => run(await load(), args)
      });
    }
  }
}

const ARGS = {
  type: 'object',
  properties: {
    url: { type: 'string', description: 'Address of a dashboard' },
    item: {
      type: 'object',
      description: 'The plot: its route, as /individual-progress, and label'
    }
  }
} as const;

function aliases(trans: TranslationBundle): Readonly<Record<string, IAlias>> {
  const openLayout: IAlias['run'] = async (actions, { url = '' }) => {
    const clusterId = await actions.findCluster(url);
    if (clusterId) {
      await actions.openLayout(clusterId);
    }
  };
  return {
    'dask:populate-and-launch-layout': {
      label: trans.__('Open Plot Layout of the Client'),
      run: openLayout
    },
    'dask:launch-layout': {
      label: trans.__('Open Plot Layout'),
      run: openLayout
    },
    'dask:launch-dashboard': {
      label: trans.__('Open Plot'),
      run: async (actions, { item }) => {
        if (item?.route) {
          await actions.open(item.route);
        }
      }
    },
    'dask:populate-dashboard-url': {
      label: trans.__('Select the Cluster of a Dashboard'),
      run: async (actions, { url = '' }) => actions.select(url)
    }
  };
}
