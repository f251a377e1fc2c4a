import type { IApiClient } from '../api/tokens';
import { Bridge } from './bridge';
import { Layer } from './layer';
import { opening } from './layers';
import type { IPage } from './page';

export interface IShowingOptions {
  readonly client: Pick<IApiClient, 'fetch' | 'socket'>;
  readonly clusterId: string;
  readonly host: HTMLElement;
  readonly path: string;
  readonly title: string;
  /** Markup of scripts by their paths. */
  readonly scripts: (paths: readonly string[]) => Promise<string>;
  /** Scripts that the page will likely begin with: they run while it is still fetched. */
  readonly expected: readonly string[];
  readonly onFollow: (url: string) => void;
  readonly onBroken: () => void;
  readonly onLoaded: () => void;
  readonly onSilence: () => void;
  readonly onLeft: () => void;
}

/**
 * One page on the screen or on its way there: its frames, and the bridge that does what it asks for.
 *
 * The frames and the scripts that every page of a dashboard begins with take as long as the page itself takes the
 * scheduler; so both are begun at once.
 */
export class Showing {
  constructor(private readonly _options: IShowingOptions) {
    this._layer = new Layer({
      ..._options,
      onLoaded: () => {
        this._layer.node.classList.remove('jp-mod-coming');
        _options.onLoaded();
      }
    });
    this._layer.node.classList.add('jp-mod-coming');
    this._bridge = new Bridge({ ..._options, port: this._layer.port });
    this._layer.write(opening());
    this._written = this._begin();
  }

  get node(): HTMLIFrameElement {
    return this._layer.node;
  }

  /**
   * Write what is left of the page; false where it does not begin with what is written, or something else was written.
   *
   * @throws ApiError where a script cannot be had.
   */
  async finish(page: IPage): Promise<boolean> {
    const written = await this._written;
    const isBegun = written.every((path, at) => path === page.scripts[at]);
    if (!isBegun || page.path !== this._options.path || this._isTaken) {
      return false;
    }
    this._isTaken = true;
    const rest = page.scripts.slice(written.length);
    const scripts = await this._options.scripts(rest);
    this._layer.write(scripts + page.html);
    this._layer.end();
    return true;
  }

  /** Do nothing more for the page; its picture stays. */
  mute(): void {
    this._bridge.dispose();
  }

  dispose(): void {
    this._isTaken = true;
    this._bridge.dispose();
    this._layer.dispose();
  }

  /** Write the expected scripts; answers what is written, which is nothing where one of them cannot be had. */
  private async _begin(): Promise<readonly string[]> {
    const { expected, scripts } = this._options;
    try {
      const markup = await scripts(expected);
      this._layer.write(markup);
      return expected;
    } catch {
      return [];
    }
  }

  private _bridge: Bridge;
  private _isTaken = false;
  private _layer: Layer;
  private _written: Promise<readonly string[]>;
}
