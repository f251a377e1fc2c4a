import type { ICommandPalette } from '@jupyterlab/apputils';
import {
  addIcon,
  editIcon,
  linkIcon,
  listIcon,
  refreshIcon,
  settingsIcon,
  stopIcon
} from '@jupyterlab/ui-components';
import { DisposableSet, type IDisposable } from '@lumino/disposable';
import { scaleIcon } from '../icons';
import { can, hasEnded, type Ability } from './abilities';
import type { ClusterActions as Actions } from './actions';
import * as commands from './commands';
import type { IClusterContext } from './context';

/** A label for the palette, and a shorter one for the menu of one cluster. */
const either =
  (palette: string, menu: string) =>
  ({ clusterId }: { clusterId?: string }): string =>
    clusterId ? menu : palette;

/** Make the commands known; what they do is loaded when the first of them runs. */
export function addCommands(context: IClusterContext): IDisposable {
  const { app, model, trans } = context;
  let loading: Promise<Actions> | null = null;
  const load = () =>
    (loading ??= import(
      /* webpackChunkName: "cluster-actions" */ './actions'
    ).then(({ ClusterActions }) => new ClusterActions(context)));
  const isAble =
    (ability: Ability) =>
    ({ clusterId }: { clusterId?: string }): boolean => {
      const { clusters } = model.snapshot;
      const known = 'value' in clusters ? clusters.value : null;
      const meant = clusterId ? model.get(clusterId) : model.current;
      // Nothing is asked of the server to find out: before the list is known any command may run.
      return meant
        ? can(meant, ability)
        : (known?.some(cluster => can(cluster, ability)) ?? true);
    };
  return DisposableSet.from([
    commands.startCluster.add(app.commands, {
      label: trans.__('New Cluster'),
      caption: trans.__('Start a cluster like the last one'),
      icon: addIcon,
      execute: async args => (await load()).start(args)
    }),
    commands.configureCluster.add(app.commands, {
      label: either(
        trans.__('New Cluster with Options…'),
        trans.__('New Cluster like This…')
      ),
      caption: trans.__('New cluster with options'),
      icon: settingsIcon,
      execute: async args => (await load()).configure(args)
    }),
    commands.connectNotebook.add(app.commands, {
      label: either(
        trans.__('Connect Notebook to Cluster'),
        trans.__('Connect Notebook')
      ),
      caption: trans.__('Insert code that connects to the cluster'),
      icon: linkIcon,
      isEnabled: isAble('connect'),
      execute: async args => (await load()).connect(args)
    }),
    commands.scaleCluster.add(app.commands, {
      label: either(trans.__('Scale Cluster…'), trans.__('Scale…')),
      caption: trans.__('Set how many workers the cluster keeps'),
      icon: scaleIcon,
      isEnabled: isAble('scale'),
      execute: async args => (await load()).scale(args)
    }),
    ...addMore(context, load, isAble)
  ]);
}

function addMore(
  { app, model, trans }: IClusterContext,
  load: () => Promise<Actions>,
  isAble: (ability: Ability) => (args: { clusterId?: string }) => boolean
): readonly IDisposable[] {
  return [
    commands.restartCluster.add(app.commands, {
      label: either(
        trans.__('Restart Workers of Cluster…'),
        trans.__('Restart Workers…')
      ),
      caption: trans.__('Start the workers anew; their results are lost'),
      icon: refreshIcon,
      isEnabled: isAble('restart'),
      execute: async args => (await load()).restart(args)
    }),
    commands.renameCluster.add(app.commands, {
      label: either(trans.__('Rename Cluster…'), trans.__('Rename…')),
      caption: trans.__('Give the cluster another name'),
      icon: editIcon,
      isEnabled: isAble('rename'),
      execute: async args => (await load()).rename(args)
    }),
    commands.showClusterLog.add(app.commands, {
      label: either(trans.__('Show Cluster Log'), trans.__('Show Log')),
      caption: trans.__('Show the last lines of the cluster’s processes'),
      icon: listIcon,
      isEnabled: isAble('log'),
      execute: async args => (await load()).showLog(args)
    }),
    commands.closeCluster.add(app.commands, {
      label: args => {
        const meant = args.clusterId
          ? model.get(args.clusterId)
          : model.current;
        return meant && hasEnded(meant)
          ? either(trans.__('Forget Cluster'), trans.__('Forget'))(args)
          : either(trans.__('Shut Down Cluster'), trans.__('Shut Down'))(args);
      },
      caption: trans.__('End the cluster, cancel its start, or forget it'),
      icon: stopIcon,
      isEnabled: isAble('close'),
      execute: async args => (await load()).close(args)
    }),
    commands.refreshClusters.add(app.commands, {
      label: trans.__('Refresh Clusters'),
      caption: trans.__('Ask the server for the clusters again'),
      icon: refreshIcon,
      execute: async () => (await load()).refresh()
    })
  ];
}

/** Put the commands into the palette. */
export function addToPalette(
  palette: ICommandPalette,
  { trans }: IClusterContext
): void {
  for (const { id } of Object.values(commands)) {
    palette.addItem({ command: id, category: trans.__('Clusters') });
  }
}
