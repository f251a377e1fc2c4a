import { asError } from '../api/errors';
import type { IFound, Library } from './library';

/** Finds one dashboard after another; what comes late of an earlier one is dropped. */
export class Finding {
  constructor(private readonly _library: Library) {}

  /** The dashboard where it is there at once; otherwise one of the two is called when that is known. */
  find(
    id: string,
    show: (found: IFound) => void,
    fail: (error: Error) => void
  ): IFound | undefined {
    this.stop();
    const { signal } = (this._abort = new AbortController());
    const found = this._library.find(id, signal);
    if (!(found instanceof Promise)) {
      return found;
    }
    found.then(
      value => signal.aborted || show(value),
      (thrown: unknown) => signal.aborted || fail(asError(thrown))
    );
    return undefined;
  }

  /** Want none any more. */
  stop(): void {
    this._abort.abort();
  }

  private _abort = new AbortController();
}
