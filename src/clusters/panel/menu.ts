import type { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import { Menu } from '@lumino/widgets';
import {
  closeCluster,
  configureCluster,
  connectNotebook,
  renameCluster,
  restartCluster,
  scaleCluster,
  showClusterLog
} from '../commands';
import type { Cluster } from '../tokens';

/** The menu of one cluster, which disposes of itself when it is closed. */
class ClusterMenu extends Menu {
  constructor(commands: CommandRegistry, clusterId: string) {
    super({ commands });
    const args = { clusterId };
    for (const { id } of [
      connectNotebook,
      scaleCluster,
      restartCluster,
      renameCluster,
      showClusterLog,
      configureCluster
    ]) {
      this.addItem({ command: id, args });
    }
    this.addItem({ type: 'separator' });
    this.addItem({ command: closeCluster.id, args });
  }

  protected override onCloseRequest(msg: Message): void {
    super.onCloseRequest(msg);
    // The chosen command runs after the menu closed.
    window.setTimeout(() => this.dispose(), 0);
  }
}

/** Open the menu of one cluster below the button that was pressed. */
export function openMenu(
  button: HTMLElement,
  { id }: Cluster,
  commands: CommandRegistry
): Menu {
  const menu = new ClusterMenu(commands, id);
  const { left, bottom } = button.getBoundingClientRect();
  menu.open(left, bottom);
  return menu;
}
