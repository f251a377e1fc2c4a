import { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import { Menu } from '@lumino/widgets';
import { toCsv } from '../dashboard/charts';
import { drawnFrames } from '../drawn';
import type { IPanelCardProps } from './PanelCard';

/** The menu of one panel; it goes when it is closed, with the commands that only it has. */
class PanelMenu extends Menu {
  constructor() {
    super({ commands: new CommandRegistry() });
  }

  /** Add an entry. */
  offer(label: string, execute: () => unknown): void {
    const id = `panel-${this.items.length}`;
    this.commands.addCommand(id, {
      label,
      describedBy: { args: { type: 'object', properties: {} } },
      execute
    });
    this.addItem({ command: id });
  }

  protected override onCloseRequest(msg: Message): void {
    super.onCloseRequest(msg);
    // The chosen command runs after the menu closed.
    window.setTimeout(() => this.dispose(), 0);
  }
}

/** Open the menu of a panel below the button that was pressed. */
export function openPanelMenu(
  button: HTMLElement,
  props: IPanelCardProps
): Menu {
  const { panel, model, actions, trans, isSingle, isTable, onTable } = props;
  const menu = new PanelMenu();
  if (isSingle) {
    menu.offer(trans.__('Show All Panels'), () =>
      model.change({ panel: null })
    );
  } else {
    menu.offer(trans.__('Maximise'), () => model.change({ panel: panel.id }));
    menu.offer(trans.__('Open in a Tab'), () => actions.open(panel.id));
  }
  menu.offer(
    isTable ? trans.__('Show as Chart') : trans.__('Show as Table'),
    () => onTable(panel.id)
  );
  menu.addItem({ type: 'separator' });
  const data = model.data(panel.id);
  if ('value' in data) {
    const name = panel.title.replace(/[^\p{L}\p{N}]+/gu, '-') || 'panel';
    menu.offer(trans.__('Save as CSV'), () => {
      const frames = drawnFrames(panel, data.value.frames, false);
      const content = new Blob([toCsv(frames)], { type: 'text/csv' });
      actions.save(`${name}.csv`, content);
    });
  }
  menu.offer(trans.__('Copy Link'), () => actions.copyLink(panel.id));
  const { left, bottom } = button.getBoundingClientRect();
  menu.open(left, bottom);
  return menu;
}
