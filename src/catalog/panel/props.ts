import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IEntryCode } from '../entryCode';
import type { EntryDetails, ICatalogModel } from '../tokens';
import type { CatalogView } from '../view';

/** What every part of the panel is given. */
export interface IPanelProps {
  readonly model: ICatalogModel;
  readonly view: CatalogView;
  readonly commands: CommandRegistry;
  readonly rendermime: IRenderMimeRegistry | null;
  readonly trans: TranslationBundle;
  /** Load code of an entry as it would be inserted now; null where none can be made. */
  readonly make: (details: EntryDetails) => IEntryCode | null;
}
