import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { IClusterList } from '../sidePanel';
import '../../../style/clusters.css';
import { Editing } from './editing';
import { List, type IListServices } from './List';

/** The list of clusters. */
export class ClusterList extends ReactWidget implements IClusterList {
  constructor(private readonly _services: IListServices) {
    super();
    this.addClass('jp-PangeoPanel');
    this.addClass('jp-ClusterPanel-list');
  }

  edit(clusterId: string): void {
    this._editing.begin(clusterId);
  }

  protected render(): JSX.Element {
    return <List services={this._services} editing={this._editing} />;
  }

  private _editing = new Editing();
}
