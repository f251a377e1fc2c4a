import type { IApiClient } from '../api/tokens';
import { Bridge } from './bridge';
import { Layer } from './layer';
import { opening } from './layers';
import type { IPage } from './page';

/** Who shows a page, and is told what becomes of it. */
export interface IShowingOwner {
  readonly host: HTMLElement;
  readonly path: string;
  readonly title: string;
  readonly onFollow: (url: string) => void;
  readonly onBroken: () => void;
  readonly onLoaded: () => void;
  readonly onSilence: () => void;
  readonly onLeft: () => void;
}

export interface IShowingOptions {
  readonly client: Pick<IApiClient, 'fetch' | 'socket'>;
  readonly clusterId: string;
  /** Markup of scripts by their paths. */
  readonly scripts: (paths: readonly string[]) => Promise<string>;
  /** Scripts that the page will likely begin with: they run while it is still fetched. */
  readonly expected: readonly string[];
}

/**
 * One page on the screen or on its way there: its frames, and the bridge that does what it asks for.
 *
 * The frames and the scripts that every page of a dashboard begins with take as long as the page itself takes the
 * scheduler; so both are begun at once, or ahead, when nobody owns them yet.
 */
export class Showing {
  /** @param place - where to begin: with its owner, or parked in an element of the document. */
  constructor(
    private readonly _options: IShowingOptions,
    place: IShowingOwner | HTMLElement
  ) {
    const owner = place instanceof HTMLElement ? null : place;
    this._layer = new Layer({
      host: owner ? owner.host : (place as HTMLElement),
      path: owner?.path ?? '',
      title: owner?.title ?? '',
      onLoaded: () => {
        this._layer.node.classList.remove('jp-mod-coming');
        this._owner?.onLoaded();
      },
      onSilence: () => this._fail('onSilence'),
      onLeft: () => this._fail('onLeft')
    });
    this._layer.node.classList.add('jp-mod-coming');
    if (owner) {
      this._own(owner);
    }
    this._layer.write(opening());
    this._written = this._begin();
  }

  /** Whether something went wrong before it had an owner. */
  get isSpoilt(): boolean {
    return this._isSpoilt;
  }

  /** Give frames that were made ahead to whoever shows them, as they are; false where the browser cannot. */
  moveTo(owner: IShowingOwner): boolean {
    const host: IMovingParent = owner.host;
    if (
      this._owner ||
      this._isSpoilt ||
      !host.moveBefore ||
      !host.isConnected
    ) {
      return false;
    }
    host.moveBefore(this.node, null);
    this.node.title = owner.title;
    this._own(owner);
    return true;
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
    if (!isBegun || page.path !== this._owner?.path || this._isTaken) {
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
    this._bridge?.dispose();
  }

  dispose(): void {
    this._isTaken = true;
    this._bridge?.dispose();
    this._layer.dispose();
  }

  /** From now on the page may ask for what its owner's may; before, nobody answers it. */
  private _own(owner: IShowingOwner): void {
    const { client, clusterId } = this._options;
    const { path, onFollow, onBroken } = owner;
    const { port } = this._layer;
    this._owner = owner;
    this._bridge = new Bridge({
      client,
      clusterId,
      path,
      port,
      onFollow,
      onBroken
    });
  }

  private _fail(how: 'onSilence' | 'onLeft'): void {
    this._isSpoilt = true;
    this._owner?.[how]();
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

  private _bridge: Bridge | null = null;
  private _isSpoilt = false;
  private _isTaken = false;
  private _layer: Layer;
  private _owner: IShowingOwner | null = null;
  private _written: Promise<readonly string[]>;
}

/** An element that can take another one over without starting its frames anew, where the browser can do that. */
interface IMovingParent extends HTMLElement {
  moveBefore?(node: Node, child: Node | null): void;
}

/** Whether frames that were made ahead can be of use in this browser. */
export function canMove(): boolean {
  return 'moveBefore' in Element.prototype;
}
