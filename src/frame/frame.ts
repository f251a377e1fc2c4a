import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { IApiClient } from '../api/tokens';
import { ahead } from './ahead';
import { ExternalLinks } from './external';
import { noticeOf } from './notice';
import { type IPage, PageLoader } from './page';
import { guardPointer } from './pointer';
import { resolveExternal, resolvePath } from './paths';
import { type IShowingOwner, Showing } from './showing';
import type { FrameState } from './state';
import { texts } from './texts';
import { Visit } from './visit';

export interface IOpaqueFrameOptions {
  readonly client: Pick<IApiClient, 'fetch' | 'socket'>;
  readonly clusterId: string;
  /** First page, below the cluster's dashboard; without a leading slash. */
  readonly path: string;
  /** Name of the frame for assistive technology. */
  readonly title: string;
  /** Scripts that the dashboard's pages likely begin with; without them the first page takes longer. */
  readonly scripts?: readonly string[];
  readonly trans: TranslationBundle;
}

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
    const { client, clusterId, path, scripts } = _options;
    this._loader = new PageLoader(client, clusterId, texts, scripts);
    this._visit = new Visit({
      loader: this._loader,
      path,
      begin: at => this._begin(at),
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

  /** The server answers again: do not wait for the next attempt to connect. */
  resume(): void {
    this._visit.resume();
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
    this._start();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._start();
  }

  protected override onBeforeDetach(msg: Message): void {
    // A frame that is moved in the document starts anew, without our messages; so we start it.
    this._visit.rest();
    this._leave();
    super.onBeforeDetach(msg);
  }

  protected override onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    (this._shown?.node ?? this.node).focus();
  }

  private _start(): void {
    if (this.isVisible && this.state.phase === 'idle') {
      this._visit.reload();
    }
  }

  /**
   * Make the frames of a page that is still to come, or take those that were made ahead; what is on the screen stays.
   *
   * @param expected - what the page is known to begin with.
   */
  private _begin(path: string, expected?: readonly string[]): Showing {
    this._coming?.dispose();
    const { client, clusterId, title } = this._options;
    const isCurrent = (): boolean =>
      [this._shown, this._coming].includes(showing);
    const owner: IShowingOwner = {
      host: this._sheet,
      path,
      title,
      onFollow: url => this._follow(url, path),
      onBroken: () => this._visit.reconnect(),
      onLoaded: () => isCurrent() && this._onLoaded(showing),
      onSilence: () => isCurrent() && this._visit.fail('forbidden'),
      onLeft: () => isCurrent() && this._onLeft()
    };
    const made = {
      client,
      clusterId,
      expected: expected ?? this._loader.expected,
      scripts: (paths: readonly string[]) => this._loader.scripts(paths)
    };
    const showing: Showing =
      (expected ? null : ahead.take(clusterId, owner)) ??
      new Showing(made, owner);
    this._coming = showing;
    return showing;
  }

  private async _show(page: IPage): Promise<void> {
    this._shown?.mute();
    this._external.reset();
    const coming = this._coming ?? this._begin(page.path, page.scripts);
    if (!(await coming.finish(page)) && coming === this._coming) {
      await this._begin(page.path, page.scripts).finish(page);
    }
  }

  private _onLoaded(showing: Showing): void {
    if (showing === this._coming) {
      this._shown?.dispose();
      this._shown = showing;
      this._coming = null;
    }
    this._visit.arrive();
    ahead.goOn();
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
    this._shown?.dispose();
    this._coming?.dispose();
    this._shown = this._coming = null;
  }

  private _onChanged = (): void => {
    const { state } = this;
    if (state.phase === 'lost') {
      // Nothing will answer any more; the picture stays.
      this._shown?.mute();
    }
    if (hasNoPage(state)) {
      this._coming?.dispose();
      this._coming = null;
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

  private _coming: Showing | null = null;
  private _external: ExternalLinks;
  private _guard = guardPointer();
  private _loader: PageLoader;
  private _notice = document.createElement('div');
  private _shown: Showing | null = null;
  private _sheet = document.createElement('div');
  private _stateChanged = new Signal<this, void>(this);
  private _visit: Visit;
}

/** Whether a page that was on its way will not come; one that a policy keeps silent still may. */
function hasNoPage(state: FrameState): boolean {
  return (
    state.phase === 'lost' ||
    (state.phase === 'failed' && state.problem.kind !== 'forbidden')
  );
}
