import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import { PanelLayout, Widget } from '@lumino/widgets';
import { asError } from '../api/errors';
import type { IApiClient } from '../api/tokens';
import type { IClusterModel } from '../clusters/tokens';
import { OpaqueFrame } from '../frame/frame';
import { explain } from '../ui/problems';
import { findPlot, hasPlots } from './names';
import type { Cluster, IPlotModel, Plot } from './tokens';

export interface IPlotContentOptions {
  readonly clusterId: string;
  /** Name in the list of plots. */
  readonly plot: string;
  readonly client: IApiClient;
  readonly clusters: IClusterModel;
  readonly plots: IPlotModel;
  readonly trans: TranslationBundle;
  readonly close: () => void;
}

/** One plot of one cluster: its page when the cluster has it, and until then, or afterwards, a word about why not. */
export class PlotContent extends Widget {
  constructor(private readonly _options: IPlotContentOptions) {
    super();
    this.addClass('jp-PlotContent');
    this.layout = new PanelLayout();
    _options.clusters.changed.connect(this._update, this);
    void _options.clusters.ensure();
    this._update();
  }

  /** Emitted when something changed that the tab shows: the plot, the cluster's name, the way back. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get clusterId(): string {
    return this._options.clusterId;
  }

  get plotName(): string {
    return this._options.plot;
  }

  /** What opens this plot again. */
  get place(): { clusterId: string; plot: string } {
    return { clusterId: this.clusterId, plot: this.plotName };
  }

  /** Known once the cluster was asked. */
  get plot(): Plot | null {
    return this._plot;
  }

  get cluster(): Cluster | undefined {
    return this._options.clusters.get(this.clusterId);
  }

  get canGoBack(): boolean {
    return this._frame?.canGoBack ?? false;
  }

  back(): void {
    this._frame?.back();
  }

  reload(): void {
    if (this._frame) {
      this._frame.reload();
    } else {
      this._update();
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._options.clusters.changed.disconnect(this._update, this);
    Signal.clearData(this);
    super.dispose();
  }

  private _update = (): void => {
    const { cluster } = this;
    const reason = this._goneBecause(cluster);
    if (this._frame) {
      this._frame.setLost(reason);
      this._resume();
    } else if (reason !== null) {
      this._say(reason, this._options.trans.__('Close'), this._options.close);
    } else if (cluster && hasPlots(cluster)) {
      void this._open();
    } else {
      this._say(this._options.trans.__('Waiting for the cluster…'));
    }
    this._changed.emit();
  };

  /** Where the clusters can be asked again, so can the plot. */
  private _resume(): void {
    const isAway = 'error' in this._options.clusters.snapshot.clusters;
    if (this._isAway && !isAway) {
      this._frame?.resume();
    }
    this._isAway = isAway;
  }

  /** Why there is nothing to show any more, null where there is or may be. */
  private _goneBecause(cluster: Cluster | undefined): string | null {
    const { trans, clusters } = this._options;
    if (!cluster) {
      const { phase } = clusters.snapshot.clusters;
      return phase === 'ready'
        ? trans.__('The cluster of this plot is gone.')
        : null;
    }
    switch (cluster.state) {
      case 'lost':
      case 'failed':
        return cluster.reason?.message ?? trans.__('The cluster has ended.');
      case 'closing':
      case 'closed':
        return trans.__('The cluster is shut down.');
      default:
        return null;
    }
  }

  private async _open(): Promise<void> {
    if (this._isOpening) {
      return;
    }
    this._isOpening = true;
    const { clusterId, client, plots, trans } = this._options;
    try {
      const plot = findPlot(await plots.list(clusterId), this.plotName);
      if (this.isDisposed) {
        return;
      }
      if (!plot) {
        const text = trans.__('This cluster has no plot “%1”.', this.plotName);
        this._say(text, trans.__('Close'), this._options.close);
        return;
      }
      this._plot = plot;
      const { path, title } = plot;
      const scripts = plots.scripts(clusterId);
      const frame = new OpaqueFrame({
        client,
        clusterId,
        path,
        scripts,
        title,
        trans
      });
      frame.stateChanged.connect(this._announce, this);
      this._message?.dispose();
      this._message = null;
      this._frame = frame;
      (this.layout as PanelLayout).addWidget(frame);
      this._announce();
    } catch (thrown) {
      const { why } = explain(asError(thrown), trans);
      this._say(why, trans.__('Retry'), this._update);
    } finally {
      this._isOpening = false;
    }
  }

  private _say(text: string, action?: string, act?: () => void): void {
    const message = document.createElement('div');
    message.className = 'jp-PlotContent-message';
    message.setAttribute('role', 'status');
    const words = document.createElement('p');
    words.textContent = text;
    message.append(words);
    if (action && act) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'jp-PangeoButton';
      button.textContent = action;
      button.onclick = act;
      message.append(button);
    }
    this._message?.dispose();
    this._message = new Widget({ node: message });
    (this.layout as PanelLayout).addWidget(this._message);
  }

  private _announce = (): void => this._changed.emit();

  private _changed = new Signal<this, void>(this);
  private _frame: OpaqueFrame | null = null;
  private _isAway = false;
  private _isOpening = false;
  private _message: Widget | null = null;
  private _plot: Plot | null = null;
}
