import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import { asError } from '../api/errors';
import { Resource } from '../api/resource';
import type { IApiClient, Wire } from '../api/tokens';
import {
  canAsk,
  type IQuestion,
  NO_QUESTION,
  queryFor,
  serviceKey
} from './asked';
import { askedRows } from './askedRows';
import { keyOf } from './keys';
import type { EntryDetails, IRemoteSearches, Remote, Row } from './tokens';
import { Tree } from './tree';

type ServiceList = Wire<'ServiceList'>;
export type SearchedService = ServiceList['items'][number];

/** Milliseconds without a letter before services are asked by themselves. */
const PAUSE = 600;
/** Letters from which on they are. */
const LETTERS = 3;

/** How far a service was asked. */
export interface ITask {
  readonly phase: 'idle' | 'asking' | 'ready' | 'failed';
  /** The search that stands for the answer on the server, once it is known. */
  readonly entryId: string | null;
  readonly matched: number | null;
  readonly error: Error | null;
}

const IDLE: ITask = {
  phase: 'idle',
  entryId: null,
  matched: null,
  error: null
};

/** Whether services that were opened are asked without a click. */
export type IsAutomatic = () => boolean;

/** Asks remote services for what is typed; what they answer stands below the hits and is not kept. */
export class ServiceSearches implements IDisposable {
  constructor(
    private readonly _client: IApiClient,
    private readonly _remote: IRemoteSearches,
    private readonly _isAutomatic: IsAutomatic
  ) {
    this.tree = new Tree(_client);
    this.tree.changed.connect(this._announce, this);
    this._services = new Resource(signal =>
      _client.call('listSearchedServices', {}, signal)
    );
    this._services.changed.connect(this._onServices, this);
  }

  /** What the services answered, as far as it was opened. */
  readonly tree: Tree;

  get changed(): ISignal<ServiceSearches, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this.tree.isDisposed;
  }

  /** Lines below the hits; none while nothing is looked for. */
  get rows(): readonly Row[] {
    return this._question.isOn
      ? askedRows(this._services.snapshot, key => this._task(key), this)
      : [];
  }

  get question(): IQuestion {
    return this._question;
  }

  get services(): Remote<ServiceList> {
    return this._services.snapshot;
  }

  /** The user opened a catalog or entry: its service may be asked without a click. */
  opened(key: string): void {
    this._opened.add(key);
  }

  /** Look for something else: answers to the question before are taken back. */
  look(question: IQuestion): void {
    if (JSON.stringify(question) === JSON.stringify(this._question)) {
      return;
    }
    const wasOn = this._question.isOn;
    this._question = question;
    [...this._tasks.keys()].forEach(key => this._take(key));
    this._changed.emit();
    if (question.isOn && !wasOn) {
      void this._services.refresh();
    }
    if (question.words.length >= LETTERS) {
      // A superseded call of the debouncer rejects.
      this._debouncer.invoke().catch(() => undefined);
    }
  }

  /** What a click on the line of a service does: ask it, stop that, or keep what was found. */
  async act(key: string): Promise<void> {
    const service = this._find(key);
    if (!service) {
      await this._services.refresh();
      return;
    }
    const { phase } = this._task(key);
    if (phase === 'ready') {
      const { catalogId, entryId } = service;
      const place = { catalogId, entryId: entryId ?? null };
      await this._keep(key, () =>
        this._remote.begin(place, queryFor(this._question, service))
      );
    } else if (phase === 'asking') {
      this._take(key);
      this._changed.emit();
    } else if (canAsk(this._question, service)) {
      await this._ask(key, service);
    }
  }

  /** Something of a catalog changed on the server; null means of any. */
  async follow(catalogId: string | null): Promise<void> {
    if (!this._question.isOn) {
      return;
    }
    await Promise.all([
      this._services.refresh(),
      this.tree.refresh(catalogId),
      ...[...this._tasks.keys()].map(key => this._check(key))
    ]);
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._debouncer.dispose();
      this._services.dispose();
      this.tree.dispose();
      Signal.clearData(this);
    }
  }

  private _task(key: string): ITask {
    return this._tasks.get(key) ?? IDLE;
  }

  private _find(key: string): SearchedService | undefined {
    const list = this._services.value?.items ?? [];
    return list.find(service => serviceKey(service) === key);
  }

  /** Keep what was found as a search of the tree; why that failed stands in place. */
  private async _keep(
    key: string,
    begin: () => Promise<unknown>
  ): Promise<void> {
    const task = this._task(key);
    try {
      await begin();
    } catch (thrown) {
      if (this._tasks.get(key) === task) {
        this._put(key, { ...task, error: asError(thrown) });
      }
    }
  }

  private async _ask(key: string, service: SearchedService): Promise<void> {
    const { catalogId, entryId } = service;
    const asking: ITask = { ...IDLE, phase: 'asking' };
    this._put(key, asking);
    try {
      const entry = await this._client.call('beginSearch', {
        path: { catalogId },
        body: {
          query: queryFor(this._question, service),
          parent: entryId,
          isTransient: true
        }
      });
      if (this._tasks.get(key) !== asking) {
        this._end(catalogId, entry.id, key);
        return;
      }
      this._put(key, { ...asking, entryId: entry.id });
    } catch (thrown) {
      this._fail(key, asking, thrown);
    }
    await this._check(key);
  }

  /** Look whether the answer is there. */
  private async _check(key: string): Promise<void> {
    const asking = this._task(key);
    const { entryId } = asking;
    const service = this._find(key);
    if (!service || entryId === null || asking.phase !== 'asking') {
      return;
    }
    const { catalogId } = service;
    try {
      const details = await this._client.call('getEntry', {
        path: { catalogId, entryId }
      });
      if (this._tasks.get(key) === asking) {
        this._took(key, asking, details);
      }
    } catch (thrown) {
      this._fail(key, asking, thrown);
    }
  }

  private _took(key: string, asking: ITask, details: EntryDetails): void {
    const { id, catalogId, childState, metadata, problems } = details;
    if (childState === 'failed') {
      throw new Error(problems.at(-1)?.message ?? '');
    }
    if (childState === 'ready') {
      const { matched } = metadata as { matched?: unknown };
      this.tree.show(keyOf(catalogId, asking.entryId ?? id));
      this._put(key, {
        ...asking,
        phase: 'ready',
        matched: typeof matched === 'number' ? matched : null
      });
    }
  }

  private _fail(key: string, asking: ITask, thrown: unknown): void {
    if (this._tasks.get(key) === asking) {
      this._put(key, { ...asking, phase: 'failed', error: asError(thrown) });
    }
  }

  /** Forget the answer of a service, also one that is still to come. */
  private _take(key: string): void {
    const { entryId } = this._task(key);
    const catalogId = this._find(key)?.catalogId;
    this._tasks.delete(key);
    if (entryId !== null && catalogId !== undefined) {
      this.tree.hide(keyOf(catalogId, entryId));
      this._end(catalogId, entryId, key);
    }
  }

  /** The next search in the service ends this one anyway. */
  private _end(catalogId: string, entryId: string, key: string): void {
    const { phase, entryId: current } = this._task(key);
    if (phase !== 'asking' && current !== entryId) {
      this._client
        .call('endSearch', { path: { catalogId, entryId } })
        .catch(() => undefined);
    }
  }

  private _put(key: string, task: ITask): void {
    this._tasks.set(key, task);
    this._changed.emit();
  }

  private async _askAll(): Promise<void> {
    if (!this._isAutomatic() || this._question.words.length < LETTERS) {
      return;
    }
    const wanted = (this._services.value?.items ?? []).filter(
      service =>
        this._opened.has(keyOf(service.catalogId, service.entryId ?? null)) &&
        this._task(serviceKey(service)).phase === 'idle' &&
        canAsk(this._question, service)
    );
    await Promise.all(
      wanted.map(service => this._ask(serviceKey(service), service))
    );
  }

  private _onServices = (): void => {
    this._changed.emit();
  };

  private _announce = (): void => {
    this._changed.emit();
  };

  private readonly _changed = new Signal<ServiceSearches, void>(this);
  private readonly _debouncer = new Debouncer(() => this._askAll(), PAUSE);
  private readonly _opened = new Set<string>();
  private _question: IQuestion = NO_QUESTION;
  private readonly _services: Resource<ServiceList>;
  private readonly _tasks = new Map<string, ITask>();
}
