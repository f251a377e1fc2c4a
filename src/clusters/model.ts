import { UUID } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { ApiError, asError } from '../api/errors';
import type { IServer } from '../api/tokens';
import { isUp } from './abilities';
import { Ledger } from './ledger';
import { Roster } from './roster';
import { ClusterSamples } from './samples';
import { startingCluster } from './starting';
import type {
  Cluster,
  ClusterSpec,
  Connection,
  FactoryList,
  IClusterModel,
  IClusterSamples,
  IClusterSnapshot,
  Logs,
  Scaling
} from './tokens';
import { keepHostWarm } from './warm';

/** To close what is gone already is no failure. */
function ignoreGone(thrown: unknown): undefined {
  if (!(thrown instanceof ApiError && thrown.status === 404)) {
    throw thrown;
  }
}

/** The clusters, with what the user asked for shown before the server confirms it. */
export class ClusterModel implements IClusterModel, IDisposable {
  constructor(private readonly _server: IServer) {
    this._roster = new Roster(_server);
    this._samples = new ClusterSamples(_server.live);
    this._snapshot = this._build();
    this._roster.changed.connect(this._update, this);
    this._samples.changed.connect(this._onSampled, this);
    _server.changed.connect(this._update, this);
  }

  get changed(): ISignal<IClusterModel, void> {
    return this._changed;
  }

  get sampled(): ISignal<IClusterModel, void> {
    return this._sampled;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get snapshot(): IClusterSnapshot {
    return this._snapshot;
  }

  get current(): Cluster | undefined {
    const { selectedId } = this._snapshot;
    const [first, ...others] = this._items();
    return (
      (selectedId === null ? undefined : this.get(selectedId)) ??
      (others.length ? undefined : first)
    );
  }

  async ensure(): Promise<void> {
    this._ensured ??= this._begin();
    await this._ensured;
  }

  async refresh(): Promise<void> {
    await this._roster.refresh();
  }

  get(id: string): Cluster | undefined {
    return this._items().find(cluster => cluster.id === id);
  }

  select(id: string | null): void {
    if (this._selectedId !== id) {
      this._selectedId = id;
      this._update();
    }
  }

  watch(): IDisposable {
    return this._samples.watch();
  }

  keepWarm(): IDisposable {
    return keepHostWarm(this._server);
  }

  samples(id: string): IClusterSamples {
    return this._samples.of(id);
  }

  async start(spec: ClusterSpec): Promise<Cluster> {
    const requestId = spec.requestId ?? UUID.uuid4();
    const placeholder = startingCluster(requestId, spec);
    const answer = this._requestStart({ ...spec, requestId });
    this._starts.set(requestId, { placeholder, answer });
    this._selectedId = requestId;
    // The change announcing the cluster may overtake the answer, and the list would show it twice.
    this._roster.hold();
    this._update();
    try {
      const cluster = await answer;
      this._starts.delete(requestId);
      if (this._selectedId === requestId) {
        this._selectedId = cluster.id;
      }
      this._roster.put(cluster);
      return cluster;
    } finally {
      this._starts.delete(requestId);
      this._roster.release();
      this._update();
    }
  }

  async startAgain(id: string): Promise<Cluster> {
    const { factory, name, options, scaling, kernelspec } = this._known(id);
    const cluster = await this.start({
      factory,
      name,
      options,
      scaling,
      kernelspec
    });
    await this.close(id);
    return cluster;
  }

  async scale(id: string, scaling: Scaling): Promise<void> {
    await this._ask(id, () =>
      this._server.client.call('scaleCluster', {
        path: { clusterId: id },
        body: scaling
      })
    );
  }

  async rename(id: string, name: string): Promise<void> {
    await this._ask(
      id,
      () =>
        this._server.client.call('renameCluster', {
          path: { clusterId: id },
          body: { name }
        }),
      { name }
    );
  }

  async restart(id: string): Promise<void> {
    await this._ask(id, () =>
      this._server.client.call('restartCluster', { path: { clusterId: id } })
    );
  }

  async close(id: string, kill = false): Promise<void> {
    const start = this._starts.get(id);
    if (start) {
      const { id: realId } = await start.answer;
      return this.close(realId, kill);
    }
    const closing = this._closing.get(id);
    if (closing) {
      return closing;
    }
    const request = this._close(id, kill);
    this._closing.set(id, request);
    try {
      await request;
    } finally {
      this._closing.delete(id);
    }
  }

  logs(id: string, tail = 500): Promise<Logs> {
    return this._server.client.call('readLogs', {
      path: { clusterId: id },
      query: { tail }
    });
  }

  connection(id: string): Promise<Connection> {
    return this._server.client.call('getConnection', {
      path: { clusterId: id }
    });
  }

  factories(kernelspec?: string): Promise<FactoryList> {
    return this._server.client.call('listFactories', {
      query: { kernelspec }
    });
  }

  probe(kernelspec?: string): Promise<FactoryList> {
    return this._server.client.call('probeFactories', {
      body: { kernelspec: kernelspec ?? null }
    });
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._roster.dispose();
    this._samples.dispose();
    Signal.clearData(this);
  }

  private async _begin(): Promise<void> {
    const [half] = await Promise.all([
      this._server.check(),
      this._roster.refresh()
    ]);
    if (half.phase !== 'missing') {
      this._roster.listen();
    }
  }

  private async _requestStart(spec: ClusterSpec): Promise<Cluster> {
    const factory = spec.factory || (await this._defaultFactory());
    return this._server.client.call('startCluster', {
      body: { ...spec, factory }
    });
  }

  /** The first factory that is not known to be unavailable. */
  private async _defaultFactory(): Promise<string> {
    const { items } = await this.factories();
    const usable = items.find(item => item.availability !== 'unavailable');
    return (usable ?? items[0])?.id ?? 'local';
  }

  private async _close(id: string, kill: boolean): Promise<void> {
    const hasEnded = ['failed', 'closed'].includes(this.get(id)?.state ?? '');
    const request = () =>
      this._server.client.call('closeCluster', {
        path: { clusterId: id },
        query: { kill }
      });
    const cluster = await this._ask(
      id,
      () => request().catch(ignoreGone),
      hasEnded ? {} : { state: 'closing' }
    );
    if (!cluster) {
      this._roster.remove(id);
    }
  }

  /**
   * Make a request about one cluster; what it should lead to is shown at once and taken back if it is refused.
   */
  private async _ask(
    id: string,
    request: () => Promise<Cluster | undefined>,
    expected: Partial<Cluster> = {}
  ): Promise<Cluster | undefined> {
    const before = this._known(id);
    this._ledger.begin(id);
    this._roster.put({ ...before, ...expected });
    try {
      const cluster = await request();
      if (cluster) {
        this._roster.put(cluster);
      }
      return cluster;
    } catch (thrown) {
      this._ledger.refuse(id, asError(thrown));
      this._roster.put(before);
      void this._roster.refresh();
      throw thrown;
    } finally {
      this._ledger.end(id);
      this._update();
    }
  }

  private _known(id: string): Cluster {
    const cluster = this.get(id);
    if (!cluster) {
      throw new Error(`no cluster ${id}`);
    }
    return cluster;
  }

  private _items(): readonly Cluster[] {
    const { clusters } = this._snapshot;
    return 'value' in clusters ? clusters.value : [];
  }

  private _onSampled = (): void => {
    this._sampled.emit();
  };

  private _update = (): void => {
    this._snapshot = this._build();
    const items = this._items();
    this._samples.follow(items.filter(isUp).map(({ id }) => id));
    this._changed.emit();
  };

  private _build(): IClusterSnapshot {
    const known = this._roster.snapshot;
    const starts = [...this._starts.values()].map(
      ({ placeholder }) => placeholder
    );
    return {
      clusters:
        'value' in known
          ? { ...known, value: [...known.value, ...starts] }
          : starts.length
            ? { phase: 'ready', value: starts }
            : known,
      selectedId: this._selectedId,
      busy: this._ledger.busy,
      problems: this._ledger.problems,
      half: this._server.half
    };
  }

  private _changed = new Signal<IClusterModel, void>(this);
  private _closing = new Map<string, Promise<void>>();
  private _ensured: Promise<void> | null = null;
  private _isDisposed = false;
  private _ledger = new Ledger();
  private _roster: Roster;
  private _sampled = new Signal<IClusterModel, void>(this);
  private _samples: ClusterSamples;
  private _selectedId: string | null = null;
  private _snapshot: IClusterSnapshot;
  private _starts = new Map<
    string,
    { placeholder: Cluster; answer: Promise<Cluster> }
  >();
}
