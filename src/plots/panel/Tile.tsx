import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Widget } from '@lumino/widgets';
import * as React from 'react';
import { openPlot } from '../commands';
import { groupIcon, layoutIcon } from '../icons';
import type { Cluster, Plot } from '../tokens';
import { useTileDrag } from './drag';

export interface IPlotTileProps {
  readonly plot: Plot;
  readonly cluster: Cluster;
  readonly commands: CommandRegistry;
  readonly makeTab: (clusterId: string, plot: string) => Widget;
  readonly trans: TranslationBundle;
}

/** One plot: a click or Enter opens it, a drag places it. */
export function PlotTile(props: IPlotTileProps): JSX.Element {
  const { plot, cluster, commands, makeTab, trans } = props;
  const Icon = groupIcon(plot.group);
  const drag = useTileDrag(() => makeTab(cluster.id, plot.name));
  return (
    <li className="jp-PlotPanel-item">
      <button
        type="button"
        className="jp-PlotPanel-tile"
        title={trans.__('%1: click to open, drag to place', plot.title)}
        onClick={() =>
          void openPlot.run(commands, {
            clusterId: cluster.id,
            plot: plot.name
          })
        }
        {...drag}
      >
        <Icon.react tag="span" className="jp-PlotPanel-icon" />
        <span className="jp-PlotPanel-label">{plot.title}</span>
      </button>
    </li>
  );
}

interface ILayoutTileProps {
  readonly title: string;
  readonly caption: string;
  readonly onOpen: () => void;
}

/** A set of plots that open side by side. */
export function LayoutTile(props: ILayoutTileProps): JSX.Element {
  return (
    <li className="jp-PlotPanel-item">
      <button
        type="button"
        className="jp-PlotPanel-tile"
        title={props.caption}
        onClick={props.onOpen}
      >
        <layoutIcon.react tag="span" className="jp-PlotPanel-icon" />
        <span className="jp-PlotPanel-label">{props.title}</span>
      </button>
    </li>
  );
}
