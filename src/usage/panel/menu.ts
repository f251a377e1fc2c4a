import { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import { Menu } from '@lumino/widgets';

/** A menu below a button; it goes when it is closed, with the commands that only it has. */
export class OwnMenu extends Menu {
  constructor() {
    super({ commands: new CommandRegistry() });
  }

  /**
   * Add an entry.
   *
   * @param isOn - whether it has a tick; none of both where it is left out.
   */
  offer(label: string, execute: () => unknown, isOn?: boolean): void {
    const id = `own-${this.items.length}`;
    this.commands.addCommand(id, {
      label,
      describedBy: { args: { type: 'object', properties: {} } },
      ...(isOn === undefined
        ? {}
        : { isToggleable: true, isToggled: () => isOn }),
      execute
    });
    this.addItem({ command: id });
  }

  divide(): void {
    this.addItem({ type: 'separator' });
  }

  openBelow(button: HTMLElement): void {
    const { left, bottom } = button.getBoundingClientRect();
    this.open(left, bottom);
  }

  protected override onCloseRequest(msg: Message): void {
    super.onCloseRequest(msg);
    // The chosen command runs after the menu closed.
    window.setTimeout(() => this.dispose(), 0);
  }
}
