import '../../style/catalog.css';

import type { IDisposable } from '@lumino/disposable';
import { SplitPanel } from '@lumino/widgets';
import * as React from 'react';
import { ReactPanel } from '../ui/ReactPanel';
import type { CatalogActions } from './actions';
import type { ICatalogContext } from './context';
import { Browser } from './panel/Browser';
import { Details } from './panel/Details';
import type { IPanelProps } from './panel/props';
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
    const props: IPanelProps = {
      ..._context,
      commands: _context.app.commands,
      make: details => actions.make(details)
    };
    this._details = new ReactPanel('jp-CatalogDetails', <Details {...props} />);
    this.addWidget(new ReactPanel('jp-CatalogBrowser', <Browser {...props} />));
    this.addWidget(this._details);
    this._commands = addSearchCommands(_context);
    this._onModel();
    _context.model.changed.connect(this._onModel, this);
    void _context.model.ensure();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._context.model.changed.disconnect(this._onModel, this);
      this._commands.dispose();
      super.dispose();
    }
  }

  private _onModel = (): void => {
    const isHidden = this._context.model.snapshot.selection === null;
    if (isHidden !== this._details.isHidden) {
      this._details.setHidden(isHidden);
      // A part that was hidden comes back with the least height.
      this.setRelativeSizes(isHidden ? [1, 0] : HALVES);
    }
  };

  private readonly _commands: IDisposable;
  private readonly _details: ReactPanel;
}
