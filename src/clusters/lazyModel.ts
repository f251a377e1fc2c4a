import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IServer } from '../api/tokens';
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

const NO_SAMPLES: IClusterSamples = { latest: null, values: [] };

/** Stands for the model from the start of the page; the model's code is loaded when somebody first needs it. */
export class LazyClusterModel implements IClusterModel {
  /** @param _findServer - gives the server half, which is not loaded before either. */
  constructor(private readonly _findServer: () => Promise<IServer>) {
    this._unknown = {
      clusters: { phase: 'loading' },
      selectedId: null,
      busy: new Set(),
      problems: new Map(),
      half: { phase: 'unknown' }
    };
  }

  get changed(): ISignal<IClusterModel, void> {
    return this._changed;
  }

  get sampled(): ISignal<IClusterModel, void> {
    return this._sampled;
  }

  get snapshot(): IClusterSnapshot {
    return this._model?.snapshot ?? this._unknown;
  }

  get current(): Cluster | undefined {
    return this._model?.current;
  }

  get(id: string): Cluster | undefined {
    return this._model?.get(id);
  }

  samples(id: string): IClusterSamples {
    return this._model?.samples(id) ?? NO_SAMPLES;
  }

  select(id: string | null): void {
    void this._use(model => model.select(id));
  }

  watch(): IDisposable {
    return this._hold(model => model.watch());
  }

  keepWarm(): IDisposable {
    return this._hold(model => model.keepWarm());
  }

  ensure(): Promise<void> {
    return this._use(model => model.ensure());
  }

  refresh(): Promise<void> {
    return this._use(model => model.refresh());
  }

  start(spec: ClusterSpec): Promise<Cluster> {
    return this._use(model => model.start(spec));
  }

  startAgain(id: string): Promise<Cluster> {
    return this._use(model => model.startAgain(id));
  }

  scale(id: string, scaling: Scaling): Promise<void> {
    return this._use(model => model.scale(id, scaling));
  }

  rename(id: string, name: string): Promise<void> {
    return this._use(model => model.rename(id, name));
  }

  restart(id: string): Promise<void> {
    return this._use(model => model.restart(id));
  }

  close(id: string, kill?: boolean): Promise<void> {
    return this._use(model => model.close(id, kill));
  }

  logs(id: string, tail?: number): Promise<Logs> {
    return this._use(model => model.logs(id, tail));
  }

  connection(id: string): Promise<Connection> {
    return this._use(model => model.connection(id));
  }

  factories(kernelspec?: string): Promise<FactoryList> {
    return this._use(model => model.factories(kernelspec));
  }

  probe(kernelspec?: string): Promise<FactoryList> {
    return this._use(model => model.probe(kernelspec));
  }

  /** Do something with the model: at once where it is loaded, or else as soon as it is. */
  private async _use<T>(
    work: (model: IClusterModel) => T | Promise<T>
  ): Promise<T> {
    return work(this._model ?? (await this._load()));
  }

  /** A failed load is tried again at the next use. */
  private _load(): Promise<IClusterModel> {
    return (this._loading ??= this._make().catch((error: unknown) => {
      this._loading = null;
      throw error;
    }));
  }

  private async _make(): Promise<IClusterModel> {
    const [{ ClusterModel }, server] = await Promise.all([
      import(/* webpackChunkName: "cluster-model" */ './model'),
      this._findServer()
    ]);
    const model = new ClusterModel(server);
    model.changed.connect(this._onChanged, this);
    model.sampled.connect(this._onSampled, this);
    this._model = model;
    return model;
  }

  /** Something of the model that lasts until the result is disposed, even before the model is there. */
  private _hold(begin: (model: IClusterModel) => IDisposable): IDisposable {
    let held: IDisposable | null = null;
    const delegate = new DisposableDelegate(() => held?.dispose());
    void this._use(model => {
      held = delegate.isDisposed ? null : begin(model);
    });
    return delegate;
  }

  private _onChanged = (): void => {
    this._changed.emit();
  };

  private _onSampled = (): void => {
    this._sampled.emit();
  };

  private _changed = new Signal<IClusterModel, void>(this);
  private _loading: Promise<IClusterModel> | null = null;
  private _model: IClusterModel | null = null;
  private _sampled = new Signal<IClusterModel, void>(this);
  private _unknown: IClusterSnapshot;
}
