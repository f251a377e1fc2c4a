import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IClusterModel } from '../../clusters/tokens';
import type { IEntryCode } from '../entryCode';
import type { EntryDetails, ICatalogModel } from '../tokens';
import type { IPreviewSource } from '../preview/source';
import type { CatalogView } from '../view';

/** What every part of the panel is given. */
export interface IPanelProps {
  readonly model: ICatalogModel;
  readonly view: CatalogView;
  readonly commands: CommandRegistry;
  readonly rendermime: IRenderMimeRegistry | null;
  readonly trans: TranslationBundle;
  /** The clusters whose memory data have to fit into; absent where the front end has none. */
  readonly clusters?: IClusterModel | null;
  /** What previews need; absent where there can be none. */
  readonly previews?: IPreviewSource;
  /** Load code of an entry as it would be inserted now; null where none can be made. */
  readonly make: (details: EntryDetails) => IEntryCode | null;
}
