import { LIMITS } from './policy';

/**
 * Texts of scripts and styles, fetched once for all frames, the most recently used up to a bound.
 *
 * The key names the cluster: what one dashboard serves is never given to another's page.
 */
export class TextCache {
  constructor(private readonly _limit: number = LIMITS.cache) {}

  /** Characters that are kept. */
  get size(): number {
    return this._size;
  }

  /** The text of a key, from `load` where it is not there; callers that come together share one load. */
  get(key: string, load: () => Promise<string>): Promise<string> {
    const known = this._texts.get(key);
    if (known) {
      this._texts.delete(key);
      this._texts.set(key, known);
      return known.text;
    }
    const entry = { text: load(), size: 0 };
    this._texts.set(key, entry);
    entry.text.then(
      text => this._keep(key, entry, text.length),
      () => this._drop(key, entry)
    );
    return entry.text;
  }

  private _keep(key: string, entry: IEntry, size: number): void {
    if (this._texts.get(key) !== entry) {
      return;
    }
    entry.size = size;
    this._size += size;
    for (const [oldest, other] of this._texts) {
      if (this._size <= this._limit) {
        break;
      }
      this._drop(oldest, other);
    }
  }

  private _drop(key: string, entry: IEntry): void {
    if (this._texts.get(key) === entry) {
      this._texts.delete(key);
      this._size -= entry.size;
    }
  }

  private _size = 0;
  private _texts = new Map<string, IEntry>();
}

interface IEntry {
  readonly text: Promise<string>;
  size: number;
}

/** Scripts and styles of the dashboards, for all frames. */
export const texts = new TextCache();
