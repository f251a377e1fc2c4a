import { Clipboard, Dialog, showDialog } from '@jupyterlab/apputils';
import { withoutPlace, placeIn } from './deepLink';
import { DetailsTab } from './detailsTab';
import { followPlace } from './follow';
import type { IPanelProps } from './panel/props';
import { insertCode } from '../ui/insert';
import { notify } from '../ui/notify';
import type {
  ICatalogArgs,
  ICodeArgs,
  IEntryArgs,
  IRefreshArgs
} from './commands';
import type { ICatalogContext } from './context';
import { unfitIn } from './chosen';
import type { ICellPlace } from './cellPlace';
import { entryCode, type IEntryCode } from './entryCode';
import { COLLECTION } from './facets';
import { tellMissing } from './packages';
import { previewSource } from './preview/source';
import type { EntryDetails, ISelection } from './tokens';

/** What the commands do; loaded when the first of them runs. */
export class CatalogActions {
  constructor(private readonly _context: ICatalogContext) {
    this.props = {
      ..._context,
      commands: _context.app.commands,
      make: details => this.make(details),
      previews: previewSource(_context)
    };
  }

  /** What the parts of the panel are given. */
  readonly props: IPanelProps;

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
      const { server, trans } = this._context;
      const inserted = await insertCode(
        this._context,
        made.code,
        made.metadata
      );
      await this._used(args);
      void tellMissing(server.client, inserted, made.packages, trans);
    }
  }

  async copy(args: ICodeArgs): Promise<void> {
    const made = await this._code(args);
    if (made) {
      Clipboard.copyToSystem(made.code);
      await this._used(args);
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

  /** Show the entry that a cell's code came from; its catalog is added where the user agrees. */
  async showPlace({ catalogId, entryId, location }: ICellPlace): Promise<void> {
    const { model } = this._context;
    await model.ensure();
    if (!model.get(catalogId)) {
      await followPlace(this._context, { location, trail: [] });
    }
    const catalog = model.get(catalogId) ?? model.trails.find(location);
    if (catalog) {
      await model.reveal(catalog.id, entryId);
    }
  }

  /** Show what is selected in a tab of its own, or bring that to the front. */
  async openDetails(): Promise<void> {
    const { app, model, tabs } = this._context;
    const tab = tabs.currentWidget ?? this._makeTab();
    if (!tab.isAttached) {
      app.shell.add(tab, 'main', { type: 'Catalog' });
    }
    app.shell.activateById(tab.id);
    await model.ensure();
  }

  private _makeTab(): DetailsTab {
    const tab = new DetailsTab(this._context, this.props);
    void this._context.tabs.add(tab);
    return tab;
  }

  /** Go where the address of the page leads, and take that off the address. */
  async follow(search: string): Promise<void> {
    const place = placeIn(search);
    const { pathname, hash } = window.location;
    window.history.replaceState(
      window.history.state,
      '',
      `${pathname}${withoutPlace(window.location.search)}${hash}`
    );
    if (place) {
      await followPlace(this._context, place);
    }
  }

  /** Note what was used; a mishap there is not worth a word. */
  private async _used(args: IEntryArgs): Promise<void> {
    const { model } = this._context;
    const place = this._place(args);
    if (place) {
      await model.trails
        .bookmark(place)
        .then(bookmark => model.shelf.use(bookmark))
        .catch(() => undefined);
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
    const [[name, unfit] = []] = Object.entries(
      unfitIn(model.parametersOf(place.catalogId, place.entryId))
    );
    if (unfit) {
      notify(
        'warning',
        trans.__(
          'No load code: “%1” does not fit the parameter %2. %3',
          unfit.typed,
          name,
          unfit.problem
        )
      );
      return null;
    }
    const details = await model.details(place.catalogId, place.entryId);
    if (details.format === COLLECTION) {
      await model.facets.know(details.catalogId, details.id);
    }
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
