import { PanelWithToolbar, SidePanel } from '@jupyterlab/ui-components';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { PromiseDelegate } from '@lumino/coreutils';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { type Widget } from '@lumino/widgets';
import { clustersIcon } from '../icons';
import { missingContent } from '../ui/missing';
import type { IClusterModel, IClusterPanel } from './tokens';

/** The list inside the panel, as far as the panel needs it. */
export interface IClusterList extends Widget {
  /** Begin to edit a name in place. */
  edit(clusterId: string): void;
}

export interface IClusterSidePanelOptions {
  readonly model: IClusterModel;
  readonly commands: CommandRegistry;
  readonly translator: ITranslator;
  readonly trans: TranslationBundle;
}

/**
 * The side panel **Clusters**: a light frame whose content is loaded when it is first shown.
 *
 * Samples flow and a host is kept warm only while it is on screen and the page is in front.
 */
export class ClusterSidePanel extends SidePanel implements IClusterPanel {
  constructor(private readonly _options: IClusterSidePanelOptions) {
    super({ translator: _options.translator });
    const { trans } = _options;
    this.id = 'jupyterlab-pangeo-clusters';
    this.addClass('jp-ClusterPanel');
    this.title.icon = clustersIcon;
    this.title.caption = trans.__('Clusters');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Clusters'));
    this.section = new PanelWithToolbar();
    this.section.addClass('jp-ClusterPanel-section');
    this.section.title.label = trans.__('Clusters');
    this.addWidget(this.section);
    document.addEventListener('visibilitychange', this._onVisibility);
  }

  /** First section: the list and its toolbar. */
  readonly section: PanelWithToolbar;

  get revealed(): Promise<void> {
    return this._revealed.promise;
  }

  get visibilityChanged(): ISignal<IClusterPanel, boolean> {
    return this._visibilityChanged;
  }

  addSection(section: Widget): void {
    this.addWidget(section);
  }

  /** Let the user edit a name in place; false where the list is not on screen. */
  editName(clusterId: string): boolean {
    if (!this.isVisible || !this._list) {
      return false;
    }
    this._list.edit(clusterId);
    return true;
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    document.removeEventListener('visibilitychange', this._onVisibility);
    this._setWatching(false);
    Signal.clearData(this);
    super.dispose();
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._onVisibility();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._onVisibility();
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this._onVisibility();
  }

  protected override onBeforeDetach(msg: Message): void {
    super.onBeforeDetach(msg);
    this._setWatching(false);
  }

  private _onVisibility = (): void => {
    if (this.isVisible) {
      void this._reveal();
    }
    this._setWatching(this.isVisible && !document.hidden);
  };

  private async _reveal(): Promise<void> {
    if (this._isRevealed) {
      return;
    }
    this._isRevealed = true;
    this._missing?.dispose();
    const { commands, model, trans } = this._options;
    model.ensure().catch(thrown => this._sayMissing(thrown));
    const panel = await import(
      /* webpackChunkName: "cluster-panel" */ './panel'
    ).catch(thrown => this._sayMissing(thrown));
    if (panel && !this.isDisposed) {
      const { ClusterList } = panel;
      if (!this._list) {
        this._list = new ClusterList({ commands, model, trans });
        this.section.addWidget(this._list);
      }
      this._revealed.resolve();
      // Fetched ahead of the first click, so that a click is answered at once.
      void import(/* webpackChunkName: "cluster-actions" */ './actions');
    }
  }

  /** The content cannot be had, as after an update of the server under an open page. */
  private _sayMissing(thrown: unknown): void {
    this._missing?.dispose();
    this._missing = missingContent(
      thrown,
      () => void this._reveal(),
      this._options.trans
    );
    this._isRevealed = false;
    this.section.addWidget(this._missing);
  }

  private _setWatching(isWatching: boolean): void {
    if (isWatching === this._watching.length > 0) {
      return;
    }
    const { model } = this._options;
    if (isWatching) {
      this._watching = [model.watch(), model.keepWarm()];
    } else {
      this._watching.forEach(watching => watching.dispose());
      this._watching = [];
    }
    this._visibilityChanged.emit(isWatching);
  }

  private _isRevealed = false;
  private _list: IClusterList | null = null;
  private _missing: Widget | null = null;
  private _revealed = new PromiseDelegate<void>();
  private _visibilityChanged = new Signal<IClusterPanel, boolean>(this);
  private _watching: readonly IDisposable[] = [];
}
