import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type { Remote } from '../api/resource';
import type { ServerHalf, Wire } from '../api/tokens';

export type Cluster = Wire<'Cluster'>;
export type ClusterSample = Wire<'ClusterSample'>;
export type ClusterSpec = Wire<'ClusterSpec'>;
export type Connection = Wire<'Connection'>;
export type Factory = Wire<'Factory'>;
export type FactoryList = Wire<'FactoryList'>;
export type Logs = Wire<'Logs'>;
export type Scaling = Cluster['scaling'];
export type { Remote, ServerHalf };

/** What the page knows of the clusters; the same object until something changed. */
export interface IClusterSnapshot {
  /** The oldest first; a start the server has not answered yet is among them. */
  readonly clusters: Remote<readonly Cluster[]>;
  /** The cluster that commands without an argument mean, as long as it is in the list. */
  readonly selectedId: string | null;
  /** Clusters for which a request is under way. */
  readonly busy: ReadonlySet<string>;
  /** The last refusal of a cluster's request, until the next one. */
  readonly problems: ReadonlyMap<string, Error>;
  readonly half: ServerHalf;
}

/** Latest samples of one cluster, the oldest first, at most 60. */
export interface IClusterSamples {
  readonly latest: ClusterSample | null;
  readonly values: readonly ClusterSample[];
}

/** The clusters of this server and what can be asked of them. */
export interface IClusterModel {
  /** Emitted when the snapshot changed. */
  readonly changed: ISignal<IClusterModel, void>;
  /** Emitted when new samples came, of any cluster; apart from `changed`, being frequent. */
  readonly sampled: ISignal<IClusterModel, void>;
  readonly snapshot: IClusterSnapshot;

  /** Begin to listen; without it nothing is asked of the server. May be called often. */
  ensure(): Promise<void>;
  refresh(): Promise<void>;
  /** A cluster of the list. */
  get(id: string): Cluster | undefined;
  /** The selected cluster, or the only one. */
  readonly current: Cluster | undefined;
  select(id: string | null): void;
  /** Let samples flow until the result is disposed: only while somebody looks. Calls may overlap. */
  watch(): IDisposable;
  /** Keep a host process ready, so that a start is quick, until the result is disposed. */
  keepWarm(): IDisposable;
  samples(id: string): IClusterSamples;

  /**
   * Start a cluster; it is in the list at once, as `starting`, before the server answers.
   * An empty `factory` means the first that the server offers.
   *
   * @throws ApiError where the server refuses.
   */
  start(spec: ClusterSpec): Promise<Cluster>;
  /** A new start with the options of a lost or failed one, which is then forgotten. */
  startAgain(id: string): Promise<Cluster>;
  scale(id: string, scaling: Scaling): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  restart(id: string): Promise<void>;
  /** Shut down, cancel the start, or forget; asking twice is asking once. */
  close(id: string, kill?: boolean): Promise<void>;
  logs(id: string, tail?: number): Promise<Logs>;
  connection(id: string): Promise<Connection>;
  /** Factories as known for a kernelspec. */
  factories(kernelspec?: string): Promise<FactoryList>;
  /** Ask the kernelspec's Python what can be started there. */
  probe(kernelspec?: string): Promise<FactoryList>;
}

export const IClusterModel = new Token<IClusterModel>(
  'jupyterlab-pangeo:IClusterModel',
  'The clusters of this server, which of them is selected, and what can be asked of them.'
);

/** The side panel **Clusters**, to which other plugins add sections. */
export interface IClusterPanel {
  readonly node: HTMLElement;
  /** Resolves when the panel is shown for the first time; load nothing heavy before. */
  readonly revealed: Promise<void>;
  /** Whether the panel is on screen. */
  readonly isVisible: boolean;
  /** Emitted when the panel came on screen or left it. */
  readonly visibilityChanged: ISignal<IClusterPanel, boolean>;
  /** Add a section below the list of clusters; its `title.label` is the heading. */
  addSection(section: Widget): void;
}

export const IClusterPanel = new Token<IClusterPanel>(
  'jupyterlab-pangeo:IClusterPanel',
  'The side panel Clusters, to which other plugins add sections.'
);
