import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { Resource } from '../api/resource';
import type { IApiClient } from '../api/tokens';
import { Answers } from './answers';
import { askPanels } from './asking';
import { readCurrent } from './dashboard/read';
import { own } from './dashboard/read/json';
import { parseDuration } from './dashboard/time';
import type { Dashboard } from './dashboard/types';
import { type Fetched, type IFetchWords, wordsOf } from './fetching';
import { withTitles } from './filling';
import { Finding, type IRead } from './finding';
import type { Library } from './library';
import { Marks } from './marks';
import { asksStores } from './promQueries';
import { repeated } from './repeats';
import { Round } from './round';
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

/** Milliseconds between two refreshes at least, whatever a dashboard says. */
const LEAST = 5000;

const LOADING: Remote<never> = { phase: 'loading' };

/** What is shown of a dashboard that is not there yet. */
const UNKNOWN = {
  ...{ dashboard: LOADING, link: '', hasPage: false },
  ...{ variables: [], annotations: null }
} as const;

/** What is drawn while nothing is known. */
const NOTHING = readCurrent({ panels: [] });

export interface IUsageModelOptions {
  readonly client: IApiClient;
  readonly library: Library;
  readonly view: UsageView;
  /** Whether nobody chose the time yet, so that a dashboard from elsewhere says which. */
  readonly isFresh?: boolean;
  readonly trans: TranslationBundle;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** What a usage tab shows; asks only for what is in view, and only while somebody can see it. */
export class UsageModel implements IUsageModel, IDisposable {
  constructor(private readonly _options: IUsageModelOptions) {
    this._now = _options.now ?? Date.now;
    this._finding = new Finding(_options.library, _options.trans);
    this._marks = new Marks(this, _options.trans, NOTHING);
    this._words = wordsOf(_options.trans);
    this._sources = new Resource<readonly Source[]>(
      async signal =>
        (await _options.client.call('listUsageSources', {}, signal)).items
    );
    this._sources.changed.connect(this._onSources, this);
    this._variables = this._variablesOf(NOTHING);
    this._snapshot = {
      ...UNKNOWN,
      view: _options.view,
      dashboards: _options.library.builtIn,
      sources: LOADING,
      store: _options.view.store,
      isBusy: false,
      askedAt: null
    };
    this._find(_options.isFresh ?? false);
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
      this._forget();
      this._set({ view: { ...view, variables: change.variables ?? {} } });
      this._find(change.from === undefined);
    } else {
      this._set({ view });
    }
    this._retry();
    this._later(0);
  }

  look(panelId: number, isInView: boolean): void {
    if (!isInView) {
      this._seen.delete(panelId);
    } else if (!this._seen.has(panelId)) {
      this._seen.add(panelId);
      if (!this._answers.isFresh(panelId)) {
        this._later(GATHER, () => this._more());
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
      this._round.stop();
    }
  }

  /** Read the dashboard anew, as what it is read from has changed. */
  reload(): void {
    this._forget();
    this._find(false);
  }

  async refresh(): Promise<void> {
    this._variables.retry();
    this._retry();
    if (this._snapshot.dashboard.phase === 'failed') {
      this._find(this._isFresh);
    }
    const known = this._sources.refresh();
    if (asksStores(this._marks.asked)) {
      await known;
    }
    await Promise.all([known, this._ask()]);
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._isVisible = false;
    window.clearTimeout(this._timer);
    this._round.stop();
    this._finding.stop();
    this._sources.dispose();
    this._variables.dispose();
    Signal.clearData(this);
  }

  /**
   * Show the dashboard of the view: the usual one at once, others when they are there.
   *
   * @param isFresh - whether one from elsewhere says which time is shown.
   */
  private _find(isFresh: boolean): void {
    const { library } = this._options;
    const { dashboard: id } = this._snapshot.view;
    this._isFresh = isFresh && library.isForeign(id);
    const found = this._finding.find(
      id,
      later => this._show(later),
      error => this._set({ dashboard: { phase: 'failed', error } })
    );
    if (found) {
      this._show(found);
    } else {
      this._take({ dashboard: NOTHING, stores: {} });
      this._set(UNKNOWN);
    }
  }

  private _show({ link, hasPage, ...read }: IRead): void {
    this._take(read);
    const { time, refresh } = this._marks.dashboard;
    const { view } = this._snapshot;
    this._set({
      link,
      hasPage,
      view: this._isFresh ? { ...view, ...time, refresh } : view
    });
    this._onVariables();
    this._later(0);
  }

  private _forget(): void {
    this._round.stop();
    this._answers.clear();
    this._seen.clear();
  }

  private _take(read: Omit<IRead, 'link' | 'hasPage'>): void {
    this._stores = read.stores;
    this._round.stop();
    this._variables.dispose();
    this._marks.take(read);
    this._variables = this._variablesOf(read.dashboard);
  }

  private _variablesOf({ variables }: Dashboard): Variables {
    const { client, trans } = this._options;
    return new Variables(client, variables, trans, () => this._onVariables());
  }

  private _onVariables(): void {
    const { states, values } = this._variables;
    const value = withTitles(repeated(this._marks.dashboard, states), values);
    this._set({ variables: states, dashboard: { phase: 'ready', value } });
  }

  private _retry(): void {
    // What is under way is of what was shown before.
    this._round.stop();
    this._answers.retry();
    this._dataChanged.emit(this._seen);
  }

  /** Let everything be asked anew, what failed too. */
  private _stale(): void {
    this._answers.age();
    this._variables.retry();
  }

  /** Ask a little later for what is not known, in place of an earlier intent. */
  private _later(milliseconds: number, ask = () => this._ask()): void {
    window.clearTimeout(this._timer);
    if (this._isVisible && !this.isDisposed) {
      this._timer = window.setTimeout(() => void ask(), milliseconds);
    }
  }

  /** Ask for the panels in view whose data is not of the view as it is now. */
  private async _ask(): Promise<void> {
    window.clearTimeout(this._timer);
    if (!this._isVisible) {
      return;
    }
    const { timezone } = this._snapshot.view;
    this._round.stop();
    this._round = new Round({ now: this._now(), timezone });
    await this._join(this._round);
  }

  /** Ask for panels that came into view, beside those that are asked for already. */
  private async _more(): Promise<void> {
    await (this._round.isOpen ? this._join(this._round) : this._ask());
  }

  private async _join(round: Round): Promise<void> {
    const { signal, clock } = round;
    const wanted = round.take(this._marks.wanted(this._seen, this._answers));
    const isBusy = round.isOpen || wanted.length > 0;
    this._set({ isBusy, askedAt: clock.now });
    const isLast = await round.part(async () => {
      await round.once('sources', () => this._knowSources());
      if (!signal.aborted) {
        const { view, store } = this._snapshot;
        const shown = {
          ...{ view, store, stores: this._stores },
          dashboard: () => repeated(this._marks.asked, this._variables.states),
          sources: this._sources.value ?? [],
          variables: this._variables
        };
        const how = { words: this._words, arrived: this._arrived };
        await askPanels(this._options.client, wanted, round, shown, how);
      }
    });
    if (isLast) {
      this._set({ isBusy: false });
      this._schedule();
    }
  }

  private async _knowSources(): Promise<void> {
    if (this._sources.snapshot.phase !== 'ready') {
      const known = this._sources.refresh();
      // A store that does not answer holds up only those who ask stores.
      if (asksStores(this._marks.asked)) {
        await known;
      }
    }
  }

  /** The next refresh, if the view wants one. */
  private _schedule(): void {
    const every = parseDuration(this._snapshot.view.refresh) ?? 0;
    if (every > 0 && this._isVisible) {
      window.clearTimeout(this._timer);
      this._timer = window.setTimeout(
        () => {
          this._stale();
          void this._ask();
        },
        Math.max(every, LEAST)
      );
    }
  }

  private _arrived = (found: ReadonlyMap<number, Fetched>): void => {
    this._answers.put(found);
    this._dataChanged.emit(new Set(found.keys()));
  };

  private _onSources = (): void => {
    this._set({ sources: this._sources.snapshot });
  };

  private _set(change: Partial<IUsageSnapshot>): void {
    const next = { ...this._snapshot, ...change };
    const store = next.view.store || (own(this._stores, '') ?? '');
    this._snapshot = { ...next, store, annotations: this._marks.all };
    this._changed.emit();
  }

  private readonly _finding: Finding;
  private readonly _answers = new Answers();
  private readonly _changed = new Signal<IUsageModel, void>(this);
  private readonly _dataChanged = new Signal<IUsageModel, ReadonlySet<number>>(
    this
  );
  private _isFresh = false;
  private _isVisible = false;
  private readonly _marks: Marks;
  private readonly _now: () => number;
  private readonly _seen = new Set<number>();
  private _round = new Round({ now: 0, timezone: '' });
  private _snapshot: IUsageSnapshot;
  private readonly _sources: Resource<readonly Source[]>;
  /** Names of sources by what the dashboard calls them. */
  private _stores: IRead['stores'] = {};
  private _timer: number | undefined;
  private _variables: Variables;
  private readonly _words: IFetchWords;
}
