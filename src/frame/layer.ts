import { innerDocument, outerDocument } from './layers';
import { SANDBOX } from './policy';
import type { FromOuter, IPort } from './protocol';

/** How long a page may take to say hello, milliseconds. */
const PATIENCE = 3000;

export interface ILayerOptions {
  readonly host: HTMLElement;
  readonly path: string;
  readonly title: string;
  /** The page has run its scripts. */
  readonly onLoaded: () => void;
  /** The outer layer's script does not run within three seconds; it may still come. */
  readonly onSilence: () => void;
  /** The page was taken away, since it tried to leave. */
  readonly onLeft: () => void;
}

/** The two nested frames of one page, from their making until they go. The page is written into them as it comes. */
export class Layer {
  constructor(private readonly _options: ILayerOptions) {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', SANDBOX);
    frame.setAttribute('referrerpolicy', 'no-referrer');
    frame.title = _options.title;
    frame.className = 'jp-OpaqueFrame-page';
    frame.srcdoc = outerDocument(_options.path);
    frame.onload = () => this._onLoad();
    this._page = new MessageChannel();
    this._control = new MessageChannel();
    this._control.port1.onmessage = ({ data }: MessageEvent<FromOuter>) =>
      this._onControl(data);
    this._frame = frame;
    _options.host.append(frame);
  }

  /** Lab's end of the page's messages. */
  get port(): IPort {
    return this._page.port1;
  }

  get node(): HTMLIFrameElement {
    return this._frame;
  }

  /** Write a part of the page; its scripts run at once. */
  write(html: string): void {
    this._feed.port1.postMessage(html);
  }

  /** The page is whole. */
  end(): void {
    this._feed.port1.postMessage(null);
  }

  dispose(): void {
    window.clearTimeout(this._timer);
    this._frame.onload = null;
    this._control.port1.onmessage = null;
    this._control.port1.close();
    this._feed.port1.close();
    this._page.port1.close();
    this._frame.remove();
  }

  private _onLoad(): void {
    if (this._isLoaded) {
      // Nothing in the outer layer can navigate it, so whatever this is, it is not the page.
      this.dispose();
      this._options.onLeft();
      return;
    }
    this._isLoaded = true;
    this._timer = window.setTimeout(this._options.onSilence, PATIENCE);
    this._frame.contentWindow?.postMessage(innerDocument(), '*', [
      this._control.port2,
      this._page.port2,
      this._feed.port2
    ]);
  }

  private _onControl(message: FromOuter): void {
    window.clearTimeout(this._timer);
    if (message.t === 'loaded') {
      this._options.onLoaded();
    } else if (message.t === 'left') {
      this._options.onLeft();
    }
  }

  private _control: MessageChannel;
  private _feed = new MessageChannel();
  private _frame: HTMLIFrameElement;
  private _isLoaded = false;
  private _page: MessageChannel;
  private _timer: number | undefined;
}
