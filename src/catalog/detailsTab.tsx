import { MainAreaWidget } from '@jupyterlab/apputils';
import * as React from 'react';
import { catalogIcon } from '../icons';
import { ReactPanel } from '../ui/ReactPanel';
import type { ICatalogContext } from './context';
import { Details } from './panel/Details';
import type { IPanelProps } from './panel/props';

/** What is selected, in a tab of the main area instead of the lower half of the panel. */
export class DetailsTab extends MainAreaWidget {
  constructor(
    private readonly _context: ICatalogContext,
    props: IPanelProps
  ) {
    super({
      content: new ReactPanel(
        'jp-CatalogDetails',
        <Details {...props} isTab={true} />
      )
    });
    this.id = 'jp-pangeo-catalog-details';
    this.content.addClass('jp-mod-tab');
    this.toolbar.hide();
    this.title.closable = true;
    this.title.icon = catalogIcon;
    _context.model.changed.connect(this._retitle, this);
    _context.view.setTab(true);
    this._retitle();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._context.model.changed.disconnect(this._retitle, this);
      this._context.view.setTab(false);
      super.dispose();
    }
  }

  private _retitle = (): void => {
    const { model, trans } = this._context;
    const { selection, details } = model.snapshot;
    const title =
      selection?.entryId && details && 'value' in details
        ? details.value.title || details.value.name
        : selection && model.get(selection.catalogId)?.title;
    this.title.label = title ?? trans.__('Catalog');
    this.title.caption = trans.__('Details in Catalog: %1', title ?? '');
  };
}
