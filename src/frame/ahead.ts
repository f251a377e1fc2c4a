import type { IApiClient } from '../api/tokens';
import { PageLoader } from './page';
import { canMove, type IShowingOwner, Showing } from './showing';
import { type TextCache, texts } from './texts';

/** Milliseconds after which frames that nobody took are let go. */
const KEPT = 120_000;

/** Milliseconds that a page which has just come has for itself before the next one's frames are made. */
const PAUSE = 1000;

/** A dashboard of which a page is likely wanted next. */
export interface IExpected {
  readonly client: Pick<IApiClient, 'fetch' | 'socket'>;
  readonly clusterId: string;
  /** Scripts that its pages begin with; nothing is done ahead where they are not known. */
  readonly scripts: readonly string[];
}

/**
 * What is done for the next page of a dashboard before it is asked for.
 *
 * Its scripts can be fetched, and, where somebody is about to open a page, be run in frames made ahead: one pair of
 * frames at most, whose bridge is not there before a page of the same cluster takes them. So a page made ahead can ask
 * for nothing.
 */
export class Ahead {
  constructor(private readonly _texts: TextCache) {}

  /** Fetch the scripts of a dashboard, unless the user wants to save data. */
  fetch(expected: IExpected): void {
    if (!savesData()) {
      // Whoever needs them asks again, and says what is wrong.
      const loader = this._loader(expected);
      loader.scripts(loader.expected).catch(() => undefined);
    }
  }

  /** Somebody is about to open a page: have frames ready for it, and again for the next one. */
  expect(expected: IExpected): void {
    const { clusterId, scripts } = expected;
    window.clearTimeout(this._end);
    this._end = window.setTimeout(() => this.drop(), KEPT);
    if (!canMove() || !scripts.length) {
      return;
    }
    const isSame = this._expected?.clusterId === clusterId;
    this._expected = expected;
    if (!isSame || !this._showing || this._showing.isSpoilt) {
      this._make(expected);
    }
  }

  /** Frames for a page of a cluster, in their new place; null where there are none. */
  take(clusterId: string, owner: IShowingOwner): Showing | null {
    const showing = this._showing;
    // Made for pages of the dashboard's root: their addresses start from there.
    const isAtRoot = !/[/?#]/.test(owner.path);
    if (!showing || this._expected?.clusterId !== clusterId || !isAtRoot) {
      return null;
    }
    this._showing = null;
    if (showing.moveTo(owner)) {
      return showing;
    }
    showing.dispose();
    return null;
  }

  /** A page has come: make the frames of the next one, where one is still expected. */
  goOn(): void {
    window.clearTimeout(this._next);
    this._next = window.setTimeout(() => {
      if (this._expected && !this._showing) {
        this._make(this._expected);
      }
    }, PAUSE);
  }

  /** Nothing is expected any more. */
  drop(): void {
    window.clearTimeout(this._end);
    window.clearTimeout(this._next);
    this._showing?.dispose();
    this._parking?.remove();
    this._showing = this._expected = this._parking = null;
  }

  private _make(expected: IExpected): void {
    this._showing?.dispose();
    if (!this._parking) {
      this._parking = document.createElement('div');
      this._parking.className = 'jp-OpaqueFrame-parking';
      this._parking.inert = true;
      document.body.append(this._parking);
    }
    const { client, clusterId } = expected;
    const loader = this._loader(expected);
    this._showing = new Showing(
      {
        client,
        clusterId,
        expected: loader.expected,
        scripts: paths => loader.scripts(paths)
      },
      this._parking
    );
  }

  private _loader({ client, clusterId, scripts }: IExpected): PageLoader {
    return new PageLoader(client, clusterId, this._texts, scripts);
  }

  private _end: number | undefined;
  private _expected: IExpected | null = null;
  private _next: number | undefined;
  private _parking: HTMLElement | null = null;
  private _showing: Showing | null = null;
}

function savesData(): boolean {
  const { connection } = navigator as Navigator & {
    connection?: { saveData?: boolean };
  };
  return connection?.saveData === true;
}

/** For all frames of the page. */
export const ahead = new Ahead(texts);
