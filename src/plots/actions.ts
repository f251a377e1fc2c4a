import type { DockLayout } from '@lumino/widgets';
import type { IClusterModel } from '../clusters/tokens';
import { ahead } from '../frame/ahead';
import { notify } from '../ui/notify';
import { reportFailure } from '../ui/report';
import '../../style/base.css';
import '../../style/plots.css';
import { PlotContent } from './content';
import { type IPlotContext, PLUGIN_ID, tabId } from './context';
import { type Layout, stepsOf } from './layout';
import { PlotModel } from './model';
import { findPlot, plainName } from './names';
import { PlotTab } from './tab';

interface IPlacement {
  readonly mode?: DockLayout.InsertMode;
  readonly ref?: string;
}

/** What the commands about plots do. */
export class PlotActions {
  constructor(readonly context: IPlotContext) {
    this.model = new PlotModel(context.clusters, context.server.client);
  }

  readonly model: PlotModel;

  /** What is made ready before a plot is opened. */
  readonly ahead = ahead;

  /** Open a plot in a tab, or bring its tab to the front. */
  async open(plot: string, clusterId?: string): Promise<void> {
    const id = clusterId ?? (await this._current());
    if (id) {
      this._place(this.tab(id, plot), {});
    }
  }

  /** The tab of a plot, which is made where there is none. */
  tab(clusterId: string, plot: string): PlotTab {
    const { server, clusters, tracker, trans } = this.context;
    const name = plainName(plot);
    const id = tabId(clusterId, name);
    const found = tracker.find(tab => tab.id === id);
    if (found) {
      return found as PlotTab;
    }
    const content = new PlotContent({
      clusterId,
      plot: name,
      client: server.client,
      clusters,
      plots: this.model,
      trans,
      close: () => tab.close()
    });
    const tab = new PlotTab(content, trans);
    void tracker.add(tab);
    return tab;
  }

  /** Open the default layout's plots side by side; names that the cluster does not offer are reported. */
  async openLayout(clusterId?: string): Promise<void> {
    const { trans } = this.context;
    const id = clusterId ?? (await this._current());
    if (!id) {
      return;
    }
    try {
      const offered = await this.model.list(id);
      const steps = stepsOf(await this._layout());
      const unknown: string[] = [];
      const shown = new Set<string>();
      for (const { plot, mode, ref } of steps) {
        if (!findPlot(offered, plot)) {
          unknown.push(plot);
          continue;
        }
        const near =
          ref !== null && shown.has(ref) ? tabId(id, ref) : undefined;
        this._place(this.tab(id, plot), { mode, ref: near });
        shown.add(plot);
      }
      if (unknown.length) {
        notify(
          'warning',
          trans.__('This cluster has no plot: %1', unknown.join(', '))
        );
      }
    } catch (error) {
      reportFailure(trans.__('The layout cannot be opened'), error, trans);
    }
  }

  /** Select the cluster that an address means. */
  async select(url: string): Promise<void> {
    const id = await this.findCluster(url);
    if (id) {
      this.context.clusters.select(id);
    }
  }

  /** The cluster that a scheduler's or a dashboard's address means; else the selected or only one. */
  async findCluster(url: string): Promise<string | null> {
    const { clusters } = this.context;
    await clusters.ensure();
    const { clusters: known } = clusters.snapshot;
    const list = 'value' in known ? known.value : [];
    const host = /^\w+:\/\/([^/?#]+)/.exec(url)?.[1];
    const named = list.find(
      ({ id, address }) =>
        url.includes(`/clusters/${id}/`) ||
        (host !== undefined && address?.endsWith(`//${host}`))
    );
    return named?.id ?? (await this._current());
  }

  private async _current(): Promise<string | null> {
    const { clusters, trans } = this.context;
    await clusters.ensure();
    const cluster = clusters.current ?? onlyRunning(clusters);
    if (!cluster) {
      notify(
        'info',
        trans.__('There is no cluster to show: start or select one.')
      );
    }
    return cluster?.id ?? null;
  }

  private async _layout(): Promise<Layout> {
    const settings = await this.context.settings?.load(PLUGIN_ID);
    return (settings?.composite.defaultLayout ?? {}) as Layout;
  }

  private _place(tab: PlotTab, { mode, ref }: IPlacement): void {
    const { shell } = this.context.app;
    if (!tab.isAttached) {
      shell.add(tab, 'main', { mode, ref, activate: false });
    }
    shell.activateById(tab.id);
  }
}

function onlyRunning(model: IClusterModel): { id: string } | undefined {
  const { clusters } = model.snapshot;
  const list = 'value' in clusters ? clusters.value : [];
  const running = list.filter(({ state }) => state === 'running');
  return running.length === 1 ? running[0] : undefined;
}
