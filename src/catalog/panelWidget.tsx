import '../../style/catalog.css';
import '../../style/catalogPlaces.css';
import '../../style/catalogSearch.css';
import '../../style/catalogSize.css';

import { DisposableSet, type IDisposable } from '@lumino/disposable';
import { SplitPanel } from '@lumino/widgets';
import * as React from 'react';
import { ReactPanel } from '../ui/ReactPanel';
import type { CatalogActions } from './actions';
import type { ICatalogContext } from './context';
import { Browser } from './panel/Browser';
import { Details } from './panel/Details';
import { addPlaceCommands } from './placeCommands';
import { addSearchCommands } from './searchCommands';

/** Shares of the tree and of what is selected. */
const HALVES = [0.5, 0.5];

/** The tree above, what is selected below. */
export class CatalogPanel extends SplitPanel {
  constructor(
    private readonly _context: ICatalogContext,
    actions: CatalogActions
  ) {
    super({ orientation: 'vertical', spacing: 4 });
    this.addClass('jp-CatalogPanel-split');
    this._details = new ReactPanel(
      'jp-CatalogDetails',
      <Details {...actions.props} />
    );
    this.addWidget(
      new ReactPanel('jp-CatalogBrowser', <Browser {...actions.props} />)
    );
    this.addWidget(this._details);
    this._commands = DisposableSet.from([
      addSearchCommands(_context),
      addPlaceCommands(_context)
    ]);
    this._onModel();
    _context.model.changed.connect(this._onModel, this);
    _context.view.changed.connect(this._onModel, this);
    void _context.model.ensure();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._context.model.changed.disconnect(this._onModel, this);
      this._context.view.changed.disconnect(this._onModel, this);
      this._commands.dispose();
      super.dispose();
    }
  }

  private _onModel = (): void => {
    const { model, view } = this._context;
    const isHidden = model.snapshot.selection === null || view.snapshot.isTab;
    if (isHidden !== this._details.isHidden) {
      this._details.setHidden(isHidden);
      // A part that was hidden comes back with the least height.
      this.setRelativeSizes(isHidden ? [1, 0] : HALVES);
    }
  };

  private readonly _commands: IDisposable;
  private readonly _details: ReactPanel;
}
