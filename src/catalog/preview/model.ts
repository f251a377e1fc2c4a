import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { ApiError } from '../../api/errors';
import type { IServer, Wire } from '../../api/tokens';

export type PreviewSpec = Wire<'PreviewSpec'>;
export type PreviewResult = Wire<'PreviewResult'>;
export type PreviewFailure = Wire<'PreviewFailure'>;
export type PreviewGrid = Wire<'PreviewGrid'>;
export type PreviewLine = Wire<'PreviewLine'>;
export type PreviewAxis = Wire<'PreviewAxis'>;
export type PreviewTable = Wire<'PreviewTable'>;
export type PreviewImage = Wire<'PreviewImage'>;
export type PreviewStep = Wire<'Preview'>['step'];
export type PreviewTrust = Wire<'PreviewTrust'>;

/** How far a preview is. */
export type PreviewPhase =
  | { readonly phase: 'idle' }
  | { readonly phase: 'cancelled' }
  | { readonly phase: 'trust'; readonly trust: PreviewTrust }
  | {
      readonly phase: 'running';
      readonly step: PreviewStep;
      readonly since: number;
    }
  | { readonly phase: 'failed'; readonly failure: PreviewFailure }
  | {
      readonly phase: 'ready';
      readonly result: PreviewResult;
      /** The load code whose result it is. */
      readonly code: string;
      readonly seconds: number;
    };

/** One preview at a time; the server says when it went on, nothing is asked again and again. */
export class PreviewModel implements IDisposable {
  constructor(private readonly _server: Pick<IServer, 'client' | 'live'>) {}

  get changed(): ISignal<PreviewModel, void> {
    return this._changed;
  }

  get snapshot(): PreviewPhase {
    return this._snapshot;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Make a preview, in the place of one that is being made. */
  async begin(spec: PreviewSpec): Promise<void> {
    await this._end();
    const turn = ++this._turn;
    this._spec = spec;
    this._since = Date.now();
    this._set({ phase: 'running', step: 'waiting', since: this._since });
    this._listening ??= this._server.live.listen('previews', change => {
      if (change === null || change.id === this._id) {
        void this._read();
      } else if (this._id === null) {
        this._isMissed = true;
      }
    });
    try {
      const begun = await this._server.client.call('beginPreview', {
        body: spec
      });
      if (turn !== this._turn) {
        // Cancelled before it had an id.
        await this._forget(begun.id);
        return;
      }
      this._id = begun.id;
      this._apply(begun);
      if (this._isMissed) {
        await this._read();
      }
    } catch (error) {
      if (turn === this._turn) {
        await this._refused(error, spec);
      }
    }
  }

  /** Trust the document that the user was asked about, and begin. */
  async trust(): Promise<void> {
    if (this._snapshot.phase === 'trust' && this._spec) {
      await this.begin({ ...this._spec, trust: this._snapshot.trust.hash });
    }
  }

  async cancel(): Promise<void> {
    this._set({ phase: 'cancelled' });
    await this._end();
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._listening?.dispose();
      void this._end();
      Signal.clearData(this);
    }
  }

  private async _end(): Promise<void> {
    this._turn++;
    this._isMissed = false;
    const id = this._id;
    this._id = null;
    if (id !== null) {
      await this._forget(id);
    }
  }

  private async _forget(previewId: string): Promise<void> {
    await this._server.client
      .call('cancelPreview', { path: { previewId } })
      // It is gone by itself.
      .catch(() => undefined);
  }

  private async _read(): Promise<void> {
    const id = this._id;
    const turn = this._turn;
    if (id === null || this._snapshot.phase !== 'running') {
      return;
    }
    try {
      const read = await this._server.client.call('getPreview', {
        path: { previewId: id }
      });
      if (turn === this._turn && this._snapshot.phase === 'running') {
        this._apply(read);
      }
    } catch (error) {
      if (turn === this._turn) {
        this._set({ phase: 'failed', failure: failureOf(error) });
      }
    }
  }

  private _apply(read: Wire<'Preview'>): void {
    const { state, step, result, failure, seconds } = read;
    if (state === 'ready' && result) {
      const code = this._spec?.code ?? '';
      this._set({ phase: 'ready', result, code, seconds });
    } else if (state === 'failed' && failure) {
      this._set({ phase: 'failed', failure });
    } else {
      this._set({ phase: 'running', step, since: this._since });
    }
  }

  private async _refused(error: unknown, spec: PreviewSpec): Promise<void> {
    const { catalogId, entryId } = spec;
    if (error instanceof ApiError && error.problem.code === 'not-trusted') {
      try {
        const path = { catalogId, entryId };
        const trust = await this._server.client.call('getPreviewTrust', {
          path
        });
        this._set({ phase: 'trust', trust });
        return;
      } catch (problem) {
        error = problem;
      }
    }
    this._set({ phase: 'failed', failure: failureOf(error) });
  }

  private _set(snapshot: PreviewPhase): void {
    if (!this._isDisposed) {
      this._snapshot = snapshot;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<PreviewModel, void>(this);
  private _id: string | null = null;
  private _isDisposed = false;
  private _isMissed = false;
  private _listening: IDisposable | undefined;
  private _since = 0;
  private _snapshot: PreviewPhase = { phase: 'idle' };
  private _spec: PreviewSpec | undefined;
  private _turn = 0;
}

function failureOf(error: unknown): PreviewFailure {
  const code = error instanceof ApiError ? error.problem.code : 'failed';
  const message = error instanceof Error ? error.message : String(error);
  return { code, message, package: '', detail: '' };
}
