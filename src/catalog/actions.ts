import { Clipboard, Dialog, showDialog } from '@jupyterlab/apputils';
import { insertCode } from '../ui/insert';
import { notify } from '../ui/notify';
import type {
  ICatalogArgs,
  ICodeArgs,
  IEntryArgs,
  IRefreshArgs
} from './commands';
import type { ICatalogContext } from './context';
import { entryCode, type IEntryCode } from './entryCode';
import type { EntryDetails, ISelection } from './tokens';

/** What the commands do; loaded when the first of them runs. */
export class CatalogActions {
  constructor(private readonly _context: ICatalogContext) {}

  async add({ location }: { location?: string }): Promise<void> {
    const { model, view } = this._context;
    await model.ensure();
    if (location === undefined) {
      view.setAdding(true);
    } else {
      await model.add(location);
    }
  }

  async search({ query }: { query?: string }): Promise<void> {
    const { model, view } = this._context;
    if (query !== undefined) {
      model.search(query);
    }
    view.focusSearch();
    await model.ensure();
  }

  async insert(args: ICodeArgs): Promise<void> {
    const made = await this._code(args);
    if (made) {
      await insertCode(this._context, made.code, made.metadata);
    }
  }

  async copy(args: ICodeArgs): Promise<void> {
    const made = await this._code(args);
    if (made) {
      Clipboard.copyToSystem(made.code);
    }
  }

  async refresh({ catalogId, isAll }: IRefreshArgs): Promise<void> {
    const { model } = this._context;
    const selected = model.snapshot.selection?.catalogId;
    await model.refresh(isAll ? undefined : (catalogId ?? selected));
  }

  async remove(args: ICatalogArgs): Promise<void> {
    const { model, trans } = this._context;
    const id = args.catalogId ?? model.snapshot.selection?.catalogId;
    const catalog = id === undefined ? undefined : model.get(id);
    if (!catalog || catalog.isLocked) {
      return;
    }
    const answer = await showDialog({
      title: trans.__('Remove “%1” from the list?', catalog.title),
      body: trans.__(
        'The catalog itself and its data stay as they are: %1',
        catalog.location
      ),
      buttons: [
        Dialog.cancelButton(),
        Dialog.warnButton({ label: trans.__('Remove') })
      ]
    });
    if (answer.button.accept) {
      await model.remove(catalog.id);
    }
  }

  async show(args: IEntryArgs): Promise<void> {
    const place = this._place(args);
    if (place && place.entryId !== null) {
      await this._context.model.reveal(place.catalogId, place.entryId);
    }
  }

  /** Load code for an entry; tells why where there is none. */
  private async _code(args: ICodeArgs): Promise<IEntryCode | null> {
    const { model, trans } = this._context;
    const place = this._place(args);
    if (!place || place.entryId === null) {
      notify('info', trans.__('Select an entry of a catalog first.'));
      return null;
    }
    const details = await model.details(place.catalogId, place.entryId);
    const made = this.make(details, args.style);
    if (!made) {
      notify(
        'warning',
        trans.__('No load code can be made for %1.', details.title)
      );
    }
    return made;
  }

  /** Load code as it would be inserted now. */
  make(
    details: EntryDetails,
    style = this._context.model.snapshot.style
  ): IEntryCode | null {
    return entryCode(
      details,
      this._context.model.parametersOf(details.catalogId, details.id),
      style,
      this._context.model.facets.choiceOf(details.catalogId, details.id),
      this._sources()
    );
  }

  /** Source of the notebook's cells that the code would go to. */
  private _sources(): string[] {
    const model = this._context.notebooks?.currentWidget?.content.model;
    return [...(model?.sharedModel.cells ?? [])]
      .filter(cell => cell.cell_type === 'code')
      .map(cell => cell.getSource());
  }

  private _place({ catalogId, entryId }: IEntryArgs): ISelection | null {
    return catalogId !== undefined && entryId !== undefined
      ? { catalogId, entryId }
      : this._context.model.snapshot.selection;
  }
}
