/** Told the time that is pointed at, null when nothing is, and which chart is pointed at. */
export type CursorListener = (time: number | null, source: unknown) => void;

/** The crosshair that charts of a dashboard share: a moment in milliseconds since the epoch. */
export class CursorSync {
  /** Whether nothing is told any more. */
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  publish(time: number | null, source: unknown): void {
    if (this._isDisposed || (time === null && this._time === null)) {
      return;
    }
    this._time = time;
    for (const listener of [...this._listeners]) {
      listener(time, source);
    }
  }

  /** @returns What ends the subscription. */
  subscribe(listener: CursorListener): () => void {
    if (!this._isDisposed) {
      this._listeners.add(listener);
    }
    return () => void this._listeners.delete(listener);
  }

  dispose(): void {
    this._isDisposed = true;
    this._listeners.clear();
  }

  private _isDisposed = false;
  private _time: number | null = null;
  private readonly _listeners = new Set<CursorListener>();
}
