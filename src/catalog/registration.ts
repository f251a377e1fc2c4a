import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { reportFailure } from '../ui/report';
import {
  addCatalog,
  copyLoadCode,
  insertLoadCode,
  openDetails,
  refreshCatalog,
  removeCatalog,
  searchCatalogs,
  showEntry,
  showInCatalog
} from './commands';
import type { ICellPlace } from './cellPlace';
import type { CatalogActions } from './main';

type Work = (actions: CatalogActions) => Promise<void>;

/** Ways to run something that is loaded first. */
export interface IRunner {
  use(work: Work): Promise<void>;
  /** Bring the panel to the front too. */
  show(work: Work): Promise<void>;
  /** Where the code of the active cell came from. */
  readonly cell: () => ICellPlace | null;
}

/** Register the commands; what they do is loaded when the first of them runs. */
export function addCommands(
  commands: CommandRegistry,
  trans: TranslationBundle,
  runner: IRunner
): void {
  addCatalogCommands(commands, trans, runner);
  addEntryCommands(commands, trans, runner);
  addCellCommand(commands, trans, runner);
}

/** Run, and tell where it failed. */
async function tell(
  trans: TranslationBundle,
  what: string,
  run: Promise<void>
): Promise<void> {
  try {
    await run;
  } catch (thrown) {
    reportFailure(what, thrown, trans);
  }
}

function addCatalogCommands(
  commands: CommandRegistry,
  trans: TranslationBundle,
  runner: IRunner
): void {
  addCatalog.add(commands, {
    label: trans.__('Add Catalog…'),
    execute: args =>
      tell(
        trans,
        trans.__('The catalog was not added'),
        runner.show(actions => actions.add(args))
      )
  });
  searchCatalogs.add(commands, {
    label: trans.__('Search Catalogs'),
    execute: args =>
      tell(
        trans,
        trans.__('The search failed'),
        runner.show(actions => actions.search(args))
      )
  });
  refreshCatalog.add(commands, {
    label: ({ isAll }) =>
      isAll ? trans.__('Refresh All Catalogs') : trans.__('Refresh Catalog'),
    execute: args =>
      tell(
        trans,
        trans.__('The catalog was not read again'),
        runner.use(actions => actions.refresh(args))
      )
  });
  removeCatalog.add(commands, {
    label: trans.__('Remove Catalog…'),
    execute: args =>
      tell(
        trans,
        trans.__('The catalog was not removed'),
        runner.use(actions => actions.remove(args))
      )
  });
}

function addEntryCommands(
  commands: CommandRegistry,
  trans: TranslationBundle,
  runner: IRunner
): void {
  insertLoadCode.add(commands, {
    label: trans.__('Insert Load Code'),
    execute: args =>
      tell(
        trans,
        trans.__('No load code was inserted'),
        runner.use(actions => actions.insert(args))
      )
  });
  copyLoadCode.add(commands, {
    label: trans.__('Copy Load Code'),
    execute: args =>
      tell(
        trans,
        trans.__('No load code was copied'),
        runner.use(actions => actions.copy(args))
      )
  });
  openDetails.add(commands, {
    label: trans.__('Show Catalog Details in a Tab'),
    execute: () =>
      tell(
        trans,
        trans.__('The details cannot be shown'),
        runner.use(actions => actions.openDetails())
      )
  });
  showEntry.add(commands, {
    label: trans.__('Show Entry in Catalog'),
    execute: args =>
      tell(
        trans,
        trans.__('The entry cannot be shown'),
        runner.show(actions => actions.show(args))
      )
  });
}

function addCellCommand(
  commands: CommandRegistry,
  trans: TranslationBundle,
  runner: IRunner
): void {
  showInCatalog.add(commands, {
    label: trans.__('Show in Catalog'),
    isVisible: () => runner.cell() !== null,
    execute: () => {
      const place = runner.cell();
      return tell(
        trans,
        trans.__('The entry cannot be shown'),
        place
          ? runner.show(actions => actions.showPlace(place))
          : Promise.resolve()
      );
    }
  });
}

/** List the commands in the palette. */
export function addToPalette(
  palette: ICommandPalette,
  trans: TranslationBundle
): void {
  const category = trans.__('Catalog');
  for (const { id } of [
    addCatalog,
    searchCatalogs,
    insertLoadCode,
    copyLoadCode,
    refreshCatalog,
    removeCatalog,
    openDetails,
    showEntry
  ]) {
    palette.addItem({ command: id, category });
  }
}
