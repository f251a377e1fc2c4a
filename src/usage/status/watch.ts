import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ILive, Wire } from '../../api/tokens';

export type UsageNow = Wire<'UsageNow'>;

/** Samples that are kept: ten minutes of one each 15 s. */
const KEPT = 40;

/** Share of the limit below which a new warning may be given. */
const CALM = 0.9;

/** Seconds ahead that growth is reckoned with. */
const AHEAD = 60;

export interface IUsageTrail {
  /** The last sample; null before the first. */
  readonly latest: UsageNow | null;
  /** Memory in bytes, the newest last. */
  readonly memory: readonly number[];
}

/** Follows what is used now, and tells once when memory is about to run out. */
export class UsageWatch implements IDisposable {
  /** @param _warnAt - share of the limit from which memory is about to run out; 0 for no warning. */
  constructor(
    live: ILive,
    private readonly _warnAt: number
  ) {
    this._subscription = live.subscribe('usage', '', use => this._take(use));
  }

  /** Emitted when the snapshot changed. */
  get changed(): ISignal<UsageWatch, void> {
    return this._changed;
  }

  /** Emitted when memory is about to run out. */
  get running(): ISignal<UsageWatch, UsageNow> {
    return this._running;
  }

  get snapshot(): IUsageTrail {
    return this._snapshot;
  }

  get isDisposed(): boolean {
    return this._subscription.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._subscription.dispose();
      Signal.clearData(this);
    }
  }

  private _take(use: UsageNow): void {
    const before = this._snapshot.latest;
    this._snapshot = {
      latest: use,
      memory: [...this._snapshot.memory, use.memoryBytes].slice(-KEPT)
    };
    this._changed.emit();
    this._judge(use, before);
  }

  private _judge(use: UsageNow, before: UsageNow | null): void {
    const limit = use.memoryLimitBytes;
    if (!limit || !this._warnAt) {
      return;
    }
    const line = limit * this._warnAt;
    if (use.memoryBytes < line * CALM) {
      this._isWarned = false;
    }
    if (
      !this._isWarned &&
      Math.max(use.memoryBytes, soon(use, before)) > line
    ) {
      this._isWarned = true;
      this._running.emit(use);
    }
  }

  private _changed = new Signal<UsageWatch, void>(this);
  private _isWarned = false;
  private _running = new Signal<UsageWatch, UsageNow>(this);
  private _snapshot: IUsageTrail = { latest: null, memory: [] };
  private readonly _subscription: IDisposable;
}

/** Memory in bytes a minute from now, if it grows on as since the sample before; only what is half full is reckoned with. */
function soon(use: UsageNow, before: UsageNow | null): number {
  if (!before || use.memoryBytes < (use.memoryLimitBytes ?? 0) / 2) {
    return 0;
  }
  const seconds = Math.max(1, use.time - before.time);
  const growth = (use.memoryBytes - before.memoryBytes) / seconds;
  return use.memoryBytes + growth * AHEAD;
}
