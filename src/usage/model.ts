import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { Resource } from '../api/resource';
import type { IApiClient } from '../api/tokens';
import type { IClock } from './batches';
import { readDashboard } from './dashboard/read';
import { parseDuration, parseSpan } from './dashboard/time';
import type { Dashboard, TimeSpan } from './dashboard/types';
import type { IBuiltIn } from './dashboards';
import { fetchPanels, type IFetchWords } from './fetching';
import { asksStores } from './promQueries';
import type {
  IPanelData,
  IUsageModel,
  IUsageSnapshot,
  Remote,
  Source,
  UsageView
} from './tokens';

/** Milliseconds that panels which come into view are gathered for one request. */
const GATHER = 30;

/** What was meant where a span cannot be read, milliseconds. */
const USUAL_SPAN = 3_600_000;

const LOADING: Remote<never> = { phase: 'loading' };

export interface IUsageModelOptions {
  readonly client: IApiClient;
  readonly dashboards: readonly IBuiltIn[];
  readonly view: UsageView;
  readonly words: IFetchWords;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** What a usage tab shows; asks only for what is in view, and only while somebody can see it. */
export class UsageModel implements IUsageModel, IDisposable {
  constructor(private readonly _options: IUsageModelOptions) {
    this._now = _options.now ?? Date.now;
    this._sources = new Resource<readonly Source[]>(
      async signal =>
        (await _options.client.call('listUsageSources', {}, signal)).items
    );
    this._sources.changed.connect(this._onSources, this);
    this._snapshot = {
      view: _options.view,
      dashboards: _options.dashboards,
      dashboard: this._read(_options.view.dashboard),
      sources: LOADING,
      isBusy: false,
      askedAt: null
    };
  }

  get changed(): ISignal<IUsageModel, void> {
    return this._changed;
  }

  get dataChanged(): ISignal<IUsageModel, ReadonlySet<number>> {
    return this._dataChanged;
  }

  get snapshot(): IUsageSnapshot {
    return this._snapshot;
  }

  get isDisposed(): boolean {
    return this._sources.isDisposed;
  }

  data(panelId: number): Remote<IPanelData> {
    return this._data.get(panelId) ?? LOADING;
  }

  change(change: Partial<UsageView>): void {
    const view = { ...this._snapshot.view, ...change };
    if (view.dashboard !== this._snapshot.view.dashboard) {
      this._data.clear();
      this._seen.clear();
      this._set({ view, dashboard: this._read(view.dashboard) });
    } else {
      this._set({ view });
    }
    this._fresh.clear();
    this._later(0);
  }

  look(panelId: number, isInView: boolean): void {
    if (!isInView) {
      this._seen.delete(panelId);
    } else if (!this._seen.has(panelId)) {
      this._seen.add(panelId);
      if (!this._fresh.has(panelId)) {
        this._later(GATHER);
      }
    }
  }

  setVisible(isVisible: boolean): void {
    if (isVisible === this._isVisible) {
      return;
    }
    this._isVisible = isVisible;
    if (isVisible) {
      this._fresh.clear();
      this._later(0);
    } else {
      window.clearTimeout(this._timer);
      this._abort.abort();
    }
  }

  async refresh(): Promise<void> {
    this._fresh.clear();
    await Promise.all([this._sources.refresh(), this._ask()]);
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    window.clearTimeout(this._timer);
    this._abort.abort();
    this._sources.dispose();
    Signal.clearData(this);
  }

  private _read(id: string): Remote<Dashboard> {
    const { dashboards } = this._options;
    const found = dashboards.find(known => known.id === id) ?? dashboards[0];
    return { phase: 'ready', value: readDashboard(found.json) };
  }

  /** Ask a little later for what is not known, in place of an earlier intent. */
  private _later(milliseconds: number): void {
    window.clearTimeout(this._timer);
    if (this._isVisible && !this.isDisposed) {
      this._timer = window.setTimeout(() => void this._ask(), milliseconds);
    }
  }

  /** Ask for the panels in view whose data is not of the view as it is now. */
  private async _ask(): Promise<void> {
    window.clearTimeout(this._timer);
    const { dashboard, view } = this._snapshot;
    if (!this._isVisible || !('value' in dashboard)) {
      return;
    }
    this._abort.abort();
    const { signal } = (this._abort = new AbortController());
    const wanted = new Set([...this._seen].filter(id => !this._fresh.has(id)));
    const clock = { now: this._now(), timezone: view.timezone };
    this._set({ isBusy: wanted.size > 0, askedAt: clock.now });
    if (this._sources.snapshot.phase !== 'ready') {
      const known = this._sources.refresh();
      // A store that does not answer holds up only those who ask stores.
      if (asksStores(dashboard.value)) {
        await known;
      }
    }
    await this._fetch(dashboard.value, wanted, clock, signal);
    if (!signal.aborted) {
      this._set({ isBusy: false });
      this._schedule();
    }
  }

  /** The next refresh, if the view wants one. */
  private _schedule(): void {
    const every = parseDuration(this._snapshot.view.refresh) ?? 0;
    if (every > 0 && this._isVisible) {
      window.clearTimeout(this._timer);
      this._timer = window.setTimeout(() => {
        this._fresh.clear();
        void this._ask();
      }, every);
    }
  }

  private async _fetch(
    dashboard: Dashboard,
    panelIds: ReadonlySet<number>,
    clock: IClock,
    signal: AbortSignal
  ): Promise<void> {
    const { client, words } = this._options;
    const span = this._span(clock);
    const sources = this._sources.value ?? [];
    const wanted = { dashboard, panelIds, span, clock, sources };
    const found = await fetchPanels(client, wanted, words, signal);
    if (signal.aborted) {
      return;
    }
    for (const [id, data] of found) {
      this._put(
        id,
        data instanceof Error
          ? this._failed(id, data)
          : { phase: 'ready', value: data }
      );
    }
    this._dataChanged.emit(new Set(found.keys()));
  }

  private _put(id: number, data: Remote<IPanelData>): void {
    this._fresh.add(id);
    this._data.set(id, data);
  }

  /** What is shown of a panel whose queries failed: what was known before, if anything. */
  private _failed(id: number, error: Error): Remote<IPanelData> {
    const last = this.data(id);
    return 'value' in last
      ? {
          phase: 'stale',
          value: last.value,
          error,
          since: last.phase === 'stale' ? last.since : last.value.span.to
        }
      : { phase: 'failed', error };
  }

  private _span({ now, timezone }: IClock): TimeSpan {
    const { from, to } = this._snapshot.view;
    return (
      parseSpan(from, to, now, timezone) ?? { from: now - USUAL_SPAN, to: now }
    );
  }

  private _onSources = (): void => {
    this._set({ sources: this._sources.snapshot });
  };

  private _set(change: Partial<IUsageSnapshot>): void {
    this._snapshot = { ...this._snapshot, ...change };
    this._changed.emit();
  }

  private _abort = new AbortController();
  private readonly _changed = new Signal<IUsageModel, void>(this);
  private readonly _data = new Map<number, Remote<IPanelData>>();
  private readonly _dataChanged = new Signal<IUsageModel, ReadonlySet<number>>(
    this
  );
  /** Panels whose data is of the view as it is now. */
  private readonly _fresh = new Set<number>();
  private _isVisible = false;
  private readonly _now: () => number;
  private readonly _seen = new Set<number>();
  private _snapshot: IUsageSnapshot;
  private readonly _sources: Resource<readonly Source[]>;
  private _timer: number | undefined;
}
