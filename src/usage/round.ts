import type { IClock } from './batches';

/** One time of asking, which panels that come into view meanwhile join. */
export class Round {
  constructor(readonly clock: IClock) {}

  get signal(): AbortSignal {
    return this._abort.signal;
  }

  /** Whether panels can join: what was stopped or is at its end is over. */
  get isOpen(): boolean {
    return this._open > 0 && !this.signal.aborted;
  }

  stop(): void {
    this._abort.abort();
  }

  /** Those of the panels that were not asked for yet; from now on they are. */
  take(panelIds: readonly number[]): readonly number[] {
    const taken = panelIds.filter(id => !this._asked.has(id));
    taken.forEach(id => this._asked.add(id));
    return taken;
  }

  /** What all who join wait for, begun once. */
  once(
    what: 'sources' | 'variables',
    begin: () => Promise<void>
  ): Promise<void> {
    const begun = this._begun.get(what) ?? begin();
    this._begun.set(what, begun);
    return begun;
  }

  /** Do a part of it; whether that was the last and nobody stopped. */
  async part(work: () => Promise<void>): Promise<boolean> {
    this._open += 1;
    await work();
    this._open -= 1;
    return this._open === 0 && !this.signal.aborted;
  }

  private readonly _abort = new AbortController();
  private readonly _asked = new Set<number>();
  private readonly _begun = new Map<string, Promise<void>>();
  private _open = 0;
}
