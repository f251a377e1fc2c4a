import type { TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import { Menu } from '@lumino/widgets';

/** Commands of the plots. */
const OPEN_PLOT = 'pangeo:open-plot';
const OPEN_LAYOUT = 'pangeo:open-plot-layout';

/** Whether this page has plots at all. */
export function hasPlots(commands: CommandRegistry): boolean {
  return commands.hasCommand(OPEN_PLOT);
}

/** The plots most asked for, by name and title; the section below the list has them all. */
function usualPlots(trans: TranslationBundle): readonly [string, string][] {
  return [
    ['task-stream', trans.__('Task Stream')],
    ['progress', trans.__('Progress')],
    ['graph', trans.__('Graph')],
    ['workers-memory', trans.__('Workers Memory')],
    ['cpu', trans.__('CPU')]
  ];
}

/** A menu whose entries have titles of their own and run the commands of the plots. */
class PlotsMenu extends Menu {
  constructor(
    commands: CommandRegistry,
    clusterId: string,
    trans: TranslationBundle
  ) {
    const own = new CommandRegistry();
    super({ commands: own });
    for (const [plot, title] of usualPlots(trans)) {
      this._add(own, plot, title, () =>
        commands.execute(OPEN_PLOT, { clusterId, plot })
      );
    }
    if (commands.hasCommand(OPEN_LAYOUT)) {
      this.addItem({ type: 'separator' });
      this._add(own, 'layout', trans.__('Side by Side'), () =>
        commands.execute(OPEN_LAYOUT, { clusterId })
      );
    }
  }

  protected override onCloseRequest(msg: Message): void {
    super.onCloseRequest(msg);
    // The chosen command runs after the menu closed.
    window.setTimeout(() => this.dispose(), 0);
  }

  private _add(
    own: CommandRegistry,
    name: string,
    label: string,
    execute: () => Promise<unknown>
  ): void {
    const command = `pangeo:menu-${name}`;
    own.addCommand(command, {
      label,
      describedBy: { args: { type: 'object', properties: {} } },
      execute
    });
    this.addItem({ command });
  }
}

/** Open the menu of plots below the button that was pressed. */
export function openPlotsMenu(
  button: HTMLElement,
  commands: CommandRegistry,
  clusterId: string,
  trans: TranslationBundle
): Menu {
  const menu = new PlotsMenu(commands, clusterId, trans);
  const { left, bottom } = button.getBoundingClientRect();
  menu.open(left, bottom);
  return menu;
}
