import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { IApiClient } from '../api/tokens';
import { Bridge } from './bridge';
import { ExternalLinks } from './external';
import { Layer } from './layer';
import { noticeOf } from './notice';
import { guardPointer } from './pointer';
import { resolveExternal, resolvePath } from './paths';
import type { FrameState } from './state';
import { TextCache } from './texts';
import { Visit } from './visit';

export interface IOpaqueFrameOptions {
  readonly client: Pick<IApiClient, 'fetch' | 'socket'>;
  readonly clusterId: string;
  /** First page, below the cluster's dashboard; without a leading slash. */
  readonly path: string;
  /** Name of the frame for assistive technology. */
  readonly title: string;
  readonly trans: TranslationBundle;
}

/** Scripts and styles of the dashboards, fetched once for all frames. */
const texts = new TextCache();

/**
 * A page of a cluster's dashboard that can reach nothing but that dashboard, and that only by way of this page.
 *
 * It loads when it is first on screen. The last picture stays, dimmed, while the page cannot be had.
 */
export class OpaqueFrame extends Widget {
  constructor(private readonly _options: IOpaqueFrameOptions) {
    super();
    this.addClass('jp-OpaqueFrame');
    this._sheet.className = 'jp-OpaqueFrame-sheet';
    this._notice.className = 'jp-OpaqueFrame-notice';
    this.node.append(this._sheet, this._notice);
    this._external = new ExternalLinks(_options.trans);
    this._visit = new Visit({
      client: _options.client,
      clusterId: _options.clusterId,
      path: _options.path,
      texts,
      show: page => this._show(page)
    });
    this._visit.changed.connect(this._onChanged, this);
  }

  /** Emitted when the state or the way back changed. */
  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get state(): FrameState {
    return this._visit.state;
  }

  get canGoBack(): boolean {
    return this._visit.canGoBack;
  }

  back(): void {
    this._visit.back();
  }

  reload(): void {
    this._visit.reload();
  }

  /** Say why the cluster is gone and keep the last picture; null when it is there again. */
  setLost(reason: string | null): void {
    const { state } = this;
    if (state.phase !== 'lost' || state.reason !== reason) {
      this._visit.lose(reason);
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._guard.dispose();
    this._visit.dispose();
    this._leave();
    Signal.clearData(this);
    super.dispose();
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._begin();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._begin();
  }

  protected override onBeforeDetach(msg: Message): void {
    // A frame that is moved in the document starts anew, without our messages; so we start it.
    this._visit.rest();
    this._leave();
    super.onBeforeDetach(msg);
  }

  protected override onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    (this._layer?.node ?? this.node).focus();
  }

  private _begin(): void {
    if (this.isVisible && this.state.phase === 'idle') {
      this._visit.reload();
    }
  }

  private _show({ path, html }: { path: string; html: string }): void {
    const old = this._layer;
    this._bridge?.dispose();
    this._external.reset();
    const isCurrent = (): boolean => this._layer === layer;
    const layer: Layer = new Layer({
      host: this._sheet,
      path,
      html,
      title: this._options.title,
      onLoaded: () => {
        old?.dispose();
        layer.node.classList.remove('jp-mod-coming');
        if (isCurrent()) {
          this._visit.arrive();
        }
      },
      onSilence: () => isCurrent() && this._visit.fail('forbidden'),
      onLeft: () => isCurrent() && this._onLeft()
    });
    layer.node.classList.add('jp-mod-coming');
    this._layer = layer;
    this._coming = old;
    this._bridge = new Bridge({
      client: this._options.client,
      clusterId: this._options.clusterId,
      path,
      port: layer.port,
      onFollow: url => this._follow(url, path),
      onBroken: () => this._visit.reconnect()
    });
  }

  private _follow(url: string, page: string): void {
    const path = resolvePath(url, page);
    if (path !== null) {
      this._visit.go(path);
      return;
    }
    const external = resolveExternal(url, page);
    if (external) {
      void this._external.ask(external);
    }
  }

  private _onLeft(): void {
    this._leave();
    this._visit.fail('left');
  }

  private _leave(): void {
    this._bridge?.dispose();
    this._layer?.dispose();
    this._coming?.dispose();
    this._bridge = this._layer = this._coming = null;
  }

  private _onChanged = (): void => {
    const { state } = this;
    if (state.phase === 'lost') {
      // Nothing will answer any more; the picture stays.
      this._bridge?.dispose();
    }
    this.node.dataset.phase = state.phase;
    this._sheet.inert = state.phase !== 'shown';
    this._renderNotice();
    this._stateChanged.emit();
  };

  private _renderNotice(): void {
    const notice = noticeOf(this.state, this._options.trans);
    const text = document.createElement('p');
    text.className = 'jp-OpaqueFrame-text';
    text.textContent = notice?.text ?? '';
    const nodes: HTMLElement[] = notice ? [text] : [];
    if (notice?.action) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'jp-PangeoButton';
      button.textContent = notice.action;
      button.onclick = () => this._visit.reload();
      nodes.push(button);
    }
    this._notice.setAttribute('role', notice?.isAlert ? 'alert' : 'status');
    this._notice.hidden = !notice;
    this._notice.replaceChildren(...nodes);
  }

  private _bridge: Bridge | null = null;
  private _coming: Layer | null = null;
  private _external: ExternalLinks;
  private _guard = guardPointer();
  private _layer: Layer | null = null;
  private _notice = document.createElement('div');
  private _sheet = document.createElement('div');
  private _stateChanged = new Signal<this, void>(this);
  private _visit: Visit;
}
