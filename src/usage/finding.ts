import type { TranslationBundle } from '@jupyterlab/translation';
import { asError } from '../api/errors';
import type { annotate } from './annotations';
import { readCurrent } from './dashboard/read';
import type { Dashboard } from './dashboard/types';
import type { IFound, Library } from './library';

/** A dashboard that was found, and read. */
export interface IRead extends Omit<IFound, 'json'> {
  readonly dashboard: Dashboard;
  /** Draws its annotations, where it has any. */
  readonly annotate?: typeof annotate;
}

/** Finds one dashboard after another; what comes late of an earlier one is dropped. */
export class Finding {
  constructor(
    private readonly _library: Library,
    private readonly _trans: TranslationBundle
  ) {}

  /** The dashboard where it is there at once; otherwise one of the two is called when that is known. */
  find(
    id: string,
    show: (found: IRead) => void,
    fail: (error: Error) => void
  ): IRead | undefined {
    this.stop();
    const { signal } = (this._abort = new AbortController());
    const found = this._library.find(id, signal);
    if (!(found instanceof Promise)) {
      return this._read(found, readCurrent);
    }
    this._later(id, found).then(
      value => signal.aborted || show(value),
      (thrown: unknown) => signal.aborted || fail(asError(thrown))
    );
    return undefined;
  }

  /** Want none any more. */
  stop(): void {
    this._abort.abort();
  }

  private async _later(id: string, found: Promise<IFound>): Promise<IRead> {
    if (!this._library.isForeign(id)) {
      return this._read(await found, readCurrent);
    }
    const [there, known] = await Promise.all([
      found,
      import(
        /* webpackChunkName: "usage-migrations" */ './dashboard/read/dashboard'
      )
    ]);
    const read = this._read(there, known.readDashboard);
    return read.dashboard.annotations.length === 0
      ? read
      : {
          ...read,
          ...(await import(
            /* webpackChunkName: "usage-annotations" */ './annotations'
          ))
        };
  }

  private _read(
    { json, ...rest }: IFound,
    read: (json: unknown, trans: TranslationBundle) => Dashboard
  ): IRead {
    return { ...rest, dashboard: read(json, this._trans) };
  }

  private _abort = new AbortController();
}
