import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import * as React from 'react';
import { ReactPanel } from '../ui/ReactPanel';
import type { OpenUsageArgs } from './commands';
import { usageIcon } from './icons';
import type { UsageModel } from './model';
import type { IUsageProps } from './panel/props';
import { UsageView } from './panel/UsageView';
import { argsOf } from './view';

/** A tab with a dashboard, or with one panel of it; it asks for nothing while it is hidden. */
export class UsageTab extends MainAreaWidget {
  constructor(
    readonly model: UsageModel,
    props: IUsageProps,
    /** Whether it was opened for one panel. */
    readonly isPanelTab: boolean
  ) {
    super({
      content: new ReactPanel('jp-UsageTab', <UsageView {...props} />)
    });
    this._trans = props.trans;
    this.toolbar.hide();
    this.title.closable = true;
    this.title.icon = usageIcon;
    model.changed.connect(this._retitle, this);
    document.addEventListener('visibilitychange', this._onVisible);
    this._retitle();
  }

  /** What opens the tab again. */
  get args(): OpenUsageArgs {
    return argsOf(this.model.snapshot.view, this.isPanelTab);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      document.removeEventListener('visibilitychange', this._onVisible);
      this.model.changed.disconnect(this._retitle, this);
      super.dispose();
      this.model.dispose();
    }
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._onVisible();
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this._onVisible();
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._onVisible();
  }

  private _onVisible = (): void => {
    this.model.setVisible(this.isVisible && !document.hidden);
  };

  private _retitle = (): void => {
    const { view, dashboard } = this.model.snapshot;
    const shown = 'value' in dashboard ? dashboard.value : null;
    const panel = shown?.panels.find(({ id }) => id === view.panel);
    const title =
      this.isPanelTab && panel ? panel.title : this._trans.__('Usage');
    this.title.label = title;
    this.title.caption = shown ? `${title}: ${shown.title}` : title;
  };

  private readonly _trans: TranslationBundle;
}
