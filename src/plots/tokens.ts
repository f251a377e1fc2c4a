import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Remote } from '../api/resource';
import type { Wire } from '../api/tokens';
import type { Cluster } from '../clusters/tokens';

export type Plot = Wire<'Plot'>;
export type { Cluster, Remote };

/** The plots of the selected cluster; the same object until something changed. */
export interface IPlotSnapshot {
  /** The selected cluster, or the only one. */
  readonly cluster: Cluster | null;
  readonly plots: Remote<readonly Plot[]>;
}

/** What can be seen of the clusters. */
export interface IPlotModel {
  /** Emitted when the snapshot changed. */
  readonly changed: ISignal<IPlotModel, void>;
  readonly snapshot: IPlotSnapshot;
  /** Keep the selected cluster's plots known until the result is disposed; without it nothing is asked. */
  watch(): IDisposable;
  refresh(): Promise<void>;
  /**
   * Plots that a cluster offers; asked of the server once.
   *
   * @throws ApiError where the server refuses.
   */
  list(clusterId: string): Promise<readonly Plot[]>;
  /** Scripts that the pages of a cluster's plots begin with; empty until its plots are known. */
  scripts(clusterId: string): readonly string[];
}

export const IPlotModel = new Token<IPlotModel>(
  'jupyterlab-pangeo:IPlotModel',
  'The plots that clusters offer.'
);
