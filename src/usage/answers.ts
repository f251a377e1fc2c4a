import type { Fetched } from './fetching';
import type { IPanelData, Remote } from './tokens';

const LOADING: Remote<never> = { phase: 'loading' };

/** What is known for the panels of a dashboard. */
export class Answers {
  /** The same object until it changed. */
  get(panelId: number): Remote<IPanelData> {
    return this._data.get(panelId) ?? LOADING;
  }

  /** Whether what is known is of the view as it is now. */
  isFresh(panelId: number): boolean {
    return this._fresh.has(panelId);
  }

  put(found: ReadonlyMap<number, Fetched>): void {
    for (const [id, data] of found) {
      this._fresh.add(id);
      this._data.set(
        id,
        data instanceof Error
          ? this._failed(id, data)
          : { phase: 'ready', value: data }
      );
    }
  }

  /** Have everything asked for anew; what is known stays until then. */
  age(): void {
    this._fresh.clear();
  }

  /** Have those wait visibly that only said why there is nothing: what the user changed may have been the cause. */
  retry(): void {
    for (const [id, answer] of this._data) {
      if (!('value' in answer) || answer.value.frames.length === 0) {
        this._data.delete(id);
      }
    }
    this.age();
  }

  clear(): void {
    this._fresh.clear();
    this._data.clear();
  }

  /** What is shown of a panel whose queries failed: what was known before, if anything. */
  private _failed(id: number, error: Error): Remote<IPanelData> {
    const last = this.get(id);
    return 'value' in last
      ? {
          phase: 'stale',
          value: last.value,
          error,
          since: last.phase === 'stale' ? last.since : last.value.span.to
        }
      : { phase: 'failed', error };
  }

  private readonly _data = new Map<number, Remote<IPanelData>>();
  private readonly _fresh = new Set<number>();
}
