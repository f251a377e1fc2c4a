import { ReactWidget } from '@jupyterlab/ui-components';
import type * as React from 'react';
import '../../style/base.css';

/** A Lumino widget around one React element; the element reads its model by itself. */
export class ReactPanel extends ReactWidget {
  constructor(
    className: string,
    private readonly _element: React.ReactElement
  ) {
    super();
    this.addClass('jp-PangeoPanel');
    this.addClass(className);
  }

  protected render(): React.ReactElement {
    return this._element;
  }
}
