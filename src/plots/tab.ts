import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  refreshIcon,
  ToolbarButton,
  undoIcon
} from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import type { PlotContent } from './content';
import { tabId } from './context';
import { groupIcon } from './icons';

/** The tab of a plot, with the cluster's name, the way back and Reload above it. */
export class PlotTab extends MainAreaWidget<PlotContent> {
  constructor(
    content: PlotContent,
    private readonly _trans: TranslationBundle
  ) {
    super({ content });
    this.id = tabId(content.clusterId, content.plotName);
    this.addClass('jp-PlotTab');
    this.title.closable = true;
    this.title.icon = groupIcon('other');
    this._name.addClass('jp-PlotTab-cluster');
    this._back = new ToolbarButton({
      icon: undoIcon,
      label: '',
      tooltip: _trans.__('Back to the page before'),
      onClick: () => content.back()
    });
    this.toolbar.addItem('cluster', this._name);
    this.toolbar.addItem('back', this._back);
    this.toolbar.addItem(
      'reload',
      new ToolbarButton({
        icon: refreshIcon,
        tooltip: _trans.__('Reload the plot'),
        onClick: () => content.reload()
      })
    );
    content.changed.connect(this._update, this);
    this._update();
  }

  private _update = (): void => {
    const { plot, plotName, cluster, canGoBack } = this.content;
    const title = plot?.title ?? plotName;
    this.title.label = title;
    this.title.caption = cluster
      ? this._trans.__('%1 of %2', title, cluster.name)
      : title;
    this._name.node.textContent = cluster?.name ?? '';
    this._name.node.title = cluster?.name ?? '';
    this._back.enabled = canGoBack;
  };

  private _back: ToolbarButton;
  private _name = new Widget();
}
