import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { Resource } from '../api/resource';
import type { IApiClient } from '../api/tokens';
import type { IClusterModel } from '../clusters/tokens';
import { hasPlots } from './names';
import type { Cluster, IPlotModel, IPlotSnapshot, Plot } from './tokens';

type Plots = Resource<readonly Plot[]>;

const NONE: IPlotSnapshot = {
  cluster: null,
  plots: { phase: 'ready', value: [] }
};

/** The plots of each cluster, asked for when they are first wanted and forgotten with the cluster. */
export class PlotModel implements IPlotModel, IDisposable {
  constructor(
    private readonly _clusters: IClusterModel,
    private readonly _client: Pick<IApiClient, 'call'>
  ) {
    _clusters.changed.connect(this._onClusters, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get snapshot(): IPlotSnapshot {
    return this._snapshot;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  watch(): IDisposable {
    this._watching++;
    this._onClusters();
    return new DisposableDelegate(() => void this._watching--);
  }

  async refresh(): Promise<void> {
    const cluster = this._clusters.current;
    if (cluster && hasPlots(cluster)) {
      await this._ask(cluster.id);
    }
  }

  async list(clusterId: string): Promise<readonly Plot[]> {
    const plots = this._of(clusterId);
    if (plots.snapshot.phase !== 'ready') {
      await this._ask(clusterId);
    }
    const { snapshot } = plots;
    if (snapshot.phase === 'failed') {
      throw snapshot.error;
    }
    return plots.value ?? [];
  }

  scripts(clusterId: string): readonly string[] {
    return this._scripts.get(clusterId) ?? [];
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._plots.forEach(plots => plots.dispose());
    this._plots.clear();
    Signal.clearData(this);
  }

  private _of(clusterId: string): Plots {
    let plots = this._plots.get(clusterId);
    if (!plots) {
      plots = new Resource(async signal => {
        const path = { clusterId };
        const found = await this._client.call('listPlots', { path }, signal);
        this._scripts.set(clusterId, found.scripts);
        return found.items;
      });
      plots.changed.connect(this._update, this);
      this._plots.set(clusterId, plots);
    }
    return plots;
  }

  private _onClusters = (): void => {
    const { clusters } = this._clusters.snapshot;
    if ('value' in clusters) {
      this._forget(clusters.value);
    }
    const cluster = this._clusters.current;
    if (
      this._watching &&
      cluster &&
      hasPlots(cluster) &&
      !this._plots.has(cluster.id)
    ) {
      void this._ask(cluster.id);
    }
    this._update();
  };

  /** A cluster that is not there, or not yet, has no plots that would hold when it is. */
  private _forget(clusters: readonly Cluster[]): void {
    const live = new Set(clusters.filter(hasPlots).map(({ id }) => id));
    for (const [id, plots] of [...this._plots]) {
      if (!live.has(id)) {
        plots.dispose();
        this._plots.delete(id);
        this._scripts.delete(id);
      }
    }
  }

  /** A later question would supersede an earlier one, so those who ask together share one. */
  private _ask(clusterId: string): Promise<void> {
    let asked = this._asked.get(clusterId);
    if (!asked) {
      asked = this._of(clusterId)
        .refresh()
        .finally(() => this._asked.delete(clusterId));
      this._asked.set(clusterId, asked);
    }
    return asked;
  }

  private _update = (): void => {
    const cluster = this._clusters.current ?? null;
    const known = cluster && this._plots.get(cluster.id)?.snapshot;
    const isExpected = cluster !== null && hasPlots(cluster);
    const plots =
      known ?? (isExpected ? ({ phase: 'loading' } as const) : NONE.plots);
    if (
      cluster !== this._snapshot.cluster ||
      plots.phase !== this._snapshot.plots.phase ||
      known !== this._known
    ) {
      this._known = known;
      this._snapshot = { cluster, plots };
      this._changed.emit();
    }
  };

  private _asked = new Map<string, Promise<void>>();
  private _changed = new Signal<this, void>(this);
  private _isDisposed = false;
  private _known: Plots['snapshot'] | null | undefined = null;
  private _plots = new Map<string, Plots>();
  private _scripts = new Map<string, readonly string[]>();
  private _snapshot: IPlotSnapshot = NONE;
  private _watching = 0;
}
