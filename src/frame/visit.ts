import { type ISignal, Signal } from '@lumino/signaling';
import { ApiError, asError } from '../api/errors';
import { TooLargeError } from './bounded';
import type { IPage, PageLoader } from './page';
import { type FrameState, RETRIES } from './state';

const LONGEST_HISTORY = 50;

export interface IVisitOptions {
  readonly loader: PageLoader;
  readonly path: string;
  /** A page is asked for; what can be done before it is there may begin. */
  readonly begin: (path: string) => void;
  /** Put a page on the screen. */
  readonly show: (page: IPage) => Promise<void>;
}

/** Where a frame is: its page, the pages before it, and what became of the last attempt to load. */
export class Visit {
  constructor(private readonly _options: IVisitOptions) {
    this._path = _options.path;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): FrameState {
    return this._state;
  }

  get path(): string {
    return this._path;
  }

  get canGoBack(): boolean {
    return this._history.length > 0;
  }

  /** Go to another page of the dashboard. */
  go(path: string): void {
    this._history = [...this._history, this._path].slice(-LONGEST_HISTORY);
    this._path = path;
    this._start({ phase: 'loading' });
  }

  back(): void {
    const last = this._history.pop();
    if (last !== undefined) {
      this._path = last;
      this._start({ phase: 'loading' });
    }
  }

  reload(): void {
    if (this._state.phase !== 'lost') {
      this._start({ phase: 'loading' });
    }
  }

  /** The page runs. */
  arrive(): void {
    if (this._state.phase !== 'lost') {
      this._attempt = 0;
      this._set({ phase: 'shown' });
    }
  }

  fail(kind: 'forbidden' | 'left'): void {
    if (this._state.phase !== 'lost') {
      this._set({ phase: 'failed', problem: { kind } });
    }
  }

  /** The page's connection broke: try again, ever more slowly, then leave it to the user. */
  reconnect(): void {
    if (this._state.phase === 'shown' || this._state.phase === 'loading') {
      this._retry();
    }
  }

  /** What stood in the way is gone: try at once where an attempt is due or was given up. */
  resume(): void {
    const state = this._state;
    const isGivenUp =
      state.phase === 'failed' && state.problem.kind === 'error';
    if (state.phase === 'reconnecting' || isGivenUp) {
      this._start({ phase: 'reconnecting', attempt: 0 });
    }
  }

  /** The cluster has ended; null when it is there again. */
  lose(reason: string | null): void {
    if (reason !== null) {
      this._cancel();
      this._set({ phase: 'lost', reason });
    } else if (this._state.phase === 'lost') {
      this._start({ phase: 'loading' });
    }
  }

  /** Give up what is under way; the next `reload` begins anew. */
  rest(): void {
    this._cancel();
    if (this._state.phase !== 'lost') {
      this._set({ phase: 'idle' });
    }
  }

  dispose(): void {
    this._cancel();
    Signal.clearData(this);
  }

  private _retry(): void {
    const wait = RETRIES[this._attempt++];
    if (wait === undefined) {
      const error = new Error('no connection');
      this._set({ phase: 'failed', problem: { kind: 'error', error } });
      return;
    }
    this._cancel();
    this._set({ phase: 'reconnecting', attempt: this._attempt });
    this._timer = window.setTimeout(() => void this._load(), wait);
  }

  private _start(state: FrameState): void {
    this._attempt = 0;
    this._set(state);
    void this._load();
  }

  private async _load(): Promise<void> {
    this._cancel();
    const { signal } = (this._abort = new AbortController());
    const { loader, begin, show } = this._options;
    try {
      const loading = loader.load(this._path, signal);
      // A dashboard that may not answer is not worth the work.
      if (this._state.phase === 'loading') {
        begin(this._path);
      }
      const page = await loading;
      if (!signal.aborted) {
        this._path = page.path;
        await show(page);
      }
    } catch (thrown) {
      if (!signal.aborted) {
        this._onError(asError(thrown));
      }
    }
  }

  private _onError(error: Error): void {
    // A refusal of the server itself will not change by asking again; a dashboard that does not answer may.
    const isFinal = error instanceof ApiError && error.status < 500;
    if (this._state.phase === 'reconnecting' && !isFinal) {
      this._retry();
      return;
    }
    const problem =
      error instanceof TooLargeError
        ? ({ kind: 'too-large' } as const)
        : ({ kind: 'error', error } as const);
    this._set({ phase: 'failed', problem });
  }

  private _cancel(): void {
    this._abort.abort();
    window.clearTimeout(this._timer);
  }

  private _set(state: FrameState): void {
    this._state = state;
    this._changed.emit();
  }

  private _abort = new AbortController();
  private _attempt = 0;
  private _changed = new Signal<this, void>(this);
  private _history: string[] = [];
  private _path: string;
  private _state: FrameState = { phase: 'idle' };
  private _timer: number | undefined;
}
