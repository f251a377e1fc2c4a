import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { Resource } from '../api/resource';
import type { IApiClient } from '../api/tokens';
import { Answers } from './answers';
import type { IClock } from './batches';
import { readDashboard } from './dashboard/read';
import { parseDuration, parseSpan } from './dashboard/time';
import type { Dashboard, TimeSpan } from './dashboard/types';
import type { IBuiltIn } from './dashboards';
import { fetchPanels, type IFetchWords, wordsOf } from './fetching';
import { variablePanels, withTitles } from './filling';
import { asksStores } from './promQueries';
import type {
  IPanelData,
  IUsageModel,
  IUsageSnapshot,
  Remote,
  Source,
  UsageView
} from './tokens';
import { Variables } from './variables';

/** Milliseconds that panels which come into view are gathered for one request. */
const GATHER = 30;

/** What was meant where a span cannot be read, milliseconds. */
const USUAL_SPAN = 3_600_000;

const LOADING: Remote<never> = { phase: 'loading' };

export interface IUsageModelOptions {
  readonly client: IApiClient;
  readonly dashboards: readonly IBuiltIn[];
  readonly view: UsageView;
  readonly trans: TranslationBundle;
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
    this._words = wordsOf(_options.trans);
    this._dashboard = this._read(_options.view.dashboard);
    this._variables = this._variablesOf(this._dashboard);
    this._snapshot = {
      view: _options.view,
      dashboards: _options.dashboards,
      dashboard: { phase: 'ready', value: this._dashboard },
      sources: LOADING,
      variables: this._variables.states,
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
    return this._answers.get(panelId);
  }

  change(change: Partial<UsageView>): void {
    const last = this._snapshot.view;
    const view = { ...last, ...change };
    if (view.dashboard !== last.dashboard) {
      this._answers.clear();
      this._seen.clear();
      this._variables.dispose();
      this._dashboard = this._read(view.dashboard);
      this._variables = this._variablesOf(this._dashboard);
      this._set({ view: { ...view, variables: change.variables ?? {} } });
      this._onVariables();
    } else {
      this._set({ view });
    }
    this._answers.age();
    this._later(0);
  }

  look(panelId: number, isInView: boolean): void {
    if (!isInView) {
      this._seen.delete(panelId);
    } else if (!this._seen.has(panelId)) {
      this._seen.add(panelId);
      if (!this._answers.isFresh(panelId)) {
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
      this._stale();
      this._later(0);
    } else {
      window.clearTimeout(this._timer);
      this._abort.abort();
    }
  }

  async refresh(): Promise<void> {
    this._stale();
    const known = this._sources.refresh();
    if (asksStores(this._dashboard)) {
      await known;
    }
    await Promise.all([known, this._ask()]);
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    window.clearTimeout(this._timer);
    this._abort.abort();
    this._sources.dispose();
    this._variables.dispose();
    Signal.clearData(this);
  }

  private _read(id: string): Dashboard {
    const { dashboards } = this._options;
    const found = dashboards.find(known => known.id === id) ?? dashboards[0];
    return readDashboard(found.json);
  }

  private _variablesOf({ variables }: Dashboard): Variables {
    const { client, trans } = this._options;
    return new Variables(client, variables, trans, () => this._onVariables());
  }

  private _onVariables(): void {
    const { states, values } = this._variables;
    const value = withTitles(this._dashboard, values);
    this._set({ variables: states, dashboard: { phase: 'ready', value } });
  }

  /** Let everything be asked anew, what failed too. */
  private _stale(): void {
    this._answers.age();
    this._variables.retry();
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
    const { view } = this._snapshot;
    if (!this._isVisible) {
      return;
    }
    this._abort.abort();
    const { signal } = (this._abort = new AbortController());
    const wanted = [...this._seen].filter(id => !this._answers.isFresh(id));
    const clock = { now: this._now(), timezone: view.timezone };
    this._set({ isBusy: wanted.length > 0, askedAt: clock.now });
    if (this._sources.snapshot.phase !== 'ready') {
      const known = this._sources.refresh();
      // A store that does not answer holds up only those who ask stores.
      if (asksStores(this._dashboard)) {
        await known;
      }
    }
    if (!signal.aborted) {
      await this._askAll(wanted, clock, signal);
    }
    if (!signal.aborted) {
      this._set({ isBusy: false });
      this._schedule();
    }
  }

  /** Ask for panels; those that refer to variables wait for these. */
  private async _askAll(
    wanted: readonly number[],
    clock: IClock,
    signal: AbortSignal
  ): Promise<void> {
    const waiting = variablePanels(this._dashboard);
    const context = {
      view: this._snapshot.view,
      span: this._span(clock),
      sources: this._sources.value ?? []
    };
    const known = this._variables.update(context);
    const fetch = (ids: readonly number[]) =>
      this._fetch(new Set(ids), clock, signal);
    await Promise.all([
      fetch(wanted.filter(id => !waiting.has(id))),
      known.then(() => fetch(wanted.filter(id => waiting.has(id))))
    ]);
  }

  /** The next refresh, if the view wants one. */
  private _schedule(): void {
    const every = parseDuration(this._snapshot.view.refresh) ?? 0;
    if (every > 0 && this._isVisible) {
      window.clearTimeout(this._timer);
      this._timer = window.setTimeout(() => {
        this._stale();
        void this._ask();
      }, every);
    }
  }

  private async _fetch(
    panelIds: ReadonlySet<number>,
    clock: IClock,
    signal: AbortSignal
  ): Promise<void> {
    if (panelIds.size === 0 || signal.aborted) {
      return;
    }
    const wanted = {
      ...{ panelIds, clock, dashboard: this._dashboard },
      span: this._span(clock),
      sources: this._sources.value ?? [],
      store: this._snapshot.view.store,
      variables: this._variables.values
    };
    const { client } = this._options;
    const found = await fetchPanels(client, wanted, this._words, signal);
    if (signal.aborted) {
      return;
    }
    this._answers.put(found);
    this._dataChanged.emit(new Set(found.keys()));
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
  private readonly _answers = new Answers();
  private readonly _changed = new Signal<IUsageModel, void>(this);
  /** As it was written, its variables not filled in. */
  private _dashboard: Dashboard;
  private readonly _dataChanged = new Signal<IUsageModel, ReadonlySet<number>>(
    this
  );
  private _isVisible = false;
  private readonly _now: () => number;
  private readonly _seen = new Set<number>();
  private _snapshot: IUsageSnapshot;
  private readonly _sources: Resource<readonly Source[]>;
  private _timer: number | undefined;
  private _variables: Variables;
  private readonly _words: IFetchWords;
}
