/** Which clusters a request is under way for, and what the last one was refused with. */
export class Ledger {
  get busy(): ReadonlySet<string> {
    return new Set(this._running.keys());
  }

  get problems(): ReadonlyMap<string, Error> {
    return new Map(this._problems);
  }

  begin(id: string): void {
    this._running.set(id, (this._running.get(id) ?? 0) + 1);
    this._problems.delete(id);
  }

  refuse(id: string, error: Error): void {
    this._problems.set(id, error);
  }

  end(id: string): void {
    const left = (this._running.get(id) ?? 1) - 1;
    if (left > 0) {
      this._running.set(id, left);
    } else {
      this._running.delete(id);
    }
  }

  private _problems = new Map<string, Error>();
  private _running = new Map<string, number>();
}
