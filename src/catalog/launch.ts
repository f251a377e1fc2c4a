import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { BoxPanel, type Widget } from '@lumino/widgets';
import { catalogIcon } from '../icons';
import { missingContent } from '../ui/missing';
import { notify } from '../ui/notify';
import { cellPlace } from './cellPlace';
import { addCommands, addToPalette } from './registration';
import type { ICatalogContext } from './context';
import type { CatalogActions, CatalogView } from './main';

const PANEL_ID = 'jp-pangeo-catalog';

/** What the plugin knows when it starts; the rest is made when the catalog is first used. */
export interface ILaunchOptions {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
  readonly palette: ICommandPalette | null;
  readonly notebooks: INotebookTracker | null;
  /** Gather what panel and commands work with. */
  readonly gather: () => Promise<Omit<ICatalogContext, 'view'>>;
}

/** An empty side panel, and commands, that fetch the feature when they are first used. */
export class Launch {
  constructor(private readonly _options: ILaunchOptions) {
    const { app, trans, palette } = _options;
    this.panel = new LazyPanel(() => void this._load());
    this.panel.id = PANEL_ID;
    this.panel.title.icon = catalogIcon;
    this.panel.title.caption = trans.__('Catalog');
    this.panel.node.setAttribute('role', 'region');
    this.panel.node.setAttribute('aria-label', trans.__('Catalog'));
    addCommands(app.commands, trans, {
      use: work => this._use(work),
      show: work => {
        app.shell.activateById(PANEL_ID);
        return this._use(work);
      },
      cell: () =>
        cellPlace(
          _options.notebooks?.activeCell?.model.getMetadata('pangeo') as
            ReadonlyPartialJSONValue | undefined
        )
    });
    if (palette) {
      addToPalette(palette, trans);
    }
  }

  readonly panel: LazyPanel;

  /** Go where the query of the page's address leads, once Lab stands. */
  followAddress(): void {
    const { app } = this._options;
    const { search } = window.location;
    if (search.includes('pangeo-catalog=')) {
      void app.restored.then(() => {
        app.shell.activateById(PANEL_ID);
        return this._use(actions => actions.follow(search));
      });
    }
  }

  private async _use(
    work: (actions: CatalogActions) => Promise<void>
  ): Promise<void> {
    const actions = await this._load();
    if (actions) {
      await work(actions);
    }
  }

  /** Load the feature once; where that fails the panel says so, and it is tried again at the next use. */
  private async _load(): Promise<CatalogActions | null> {
    this._missing?.dispose();
    try {
      return await (this._loading ??= this._make());
    } catch (thrown) {
      this._loading = null;
      this._sayMissing(thrown);
      return null;
    }
  }

  private _sayMissing(thrown: unknown): void {
    const { trans } = this._options;
    this._missing?.dispose();
    this._missing = missingContent(thrown, () => void this._load(), trans);
    this.panel.addWidget(this._missing);
    if (!this.panel.isVisible) {
      notify(
        'error',
        trans.__('The catalog could not be loaded; reload the page.')
      );
    }
  }

  private async _make(): Promise<CatalogActions> {
    const [{ CatalogActions, CatalogPanel, CatalogView }, services] =
      await Promise.all([
        import(/* webpackChunkName: "catalog" */ './main'),
        this._options.gather()
      ]);
    this._view = new CatalogView();
    const context = { ...services, view: this._view };
    const actions = new CatalogActions(context);
    this._content = new CatalogPanel(context, actions);
    this.panel.addWidget(this._content);
    return actions;
  }

  private _content: Widget | null = null;
  private _missing: Widget | null = null;
  private _view: CatalogView | null = null;
  private _loading: Promise<CatalogActions> | null = null;
}

/** A panel that tells when it comes on screen. */
class LazyPanel extends BoxPanel {
  constructor(private readonly _onShown: () => void) {
    super();
    this.addClass('jp-CatalogPanel');
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    if (this.isVisible) {
      this._onShown();
    }
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._onShown();
  }
}
