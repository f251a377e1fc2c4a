import type { TranslationBundle } from '@jupyterlab/translation';
import { searchIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { Widget } from '@lumino/widgets';
import * as React from 'react';
import { Empty } from '../../ui/Empty';
import { RemoteView } from '../../ui/Remote';
import { useModel } from '../../ui/useModel';
import { openPlotLayout } from '../commands';
import type { Cluster, IPlotModel, Plot } from '../tokens';
import { LayoutTile, PlotTile } from './Tile';
import { groupTitle, GROUPS } from './words';

export interface IPlotListProps {
  readonly model: IPlotModel;
  readonly commands: CommandRegistry;
  readonly makeTab: (clusterId: string, plot: string) => Widget;
  readonly trans: TranslationBundle;
}

/** The plots of the selected cluster by group, with a filter. */
export function PlotList(props: IPlotListProps): JSX.Element {
  const { model, trans } = props;
  const { cluster, plots } = useModel(model);
  if (!cluster) {
    return (
      <Empty
        message={trans.__('The plots of the selected cluster are here.')}
      />
    );
  }
  return (
    <RemoteView
      snapshot={plots}
      retry={() => void model.refresh()}
      trans={trans}
      isEmpty={value => value.length === 0}
      empty={<Empty message={emptyBecause(cluster, trans)} />}
    >
      {value => <Groups {...props} cluster={cluster} plots={value} />}
    </RemoteView>
  );
}

function emptyBecause(cluster: Cluster, trans: TranslationBundle): string {
  return cluster.state === 'running'
    ? trans.__('This cluster offers no plots.')
    : trans.__('There are plots when the cluster runs.');
}

interface IGroupsProps extends IPlotListProps {
  readonly cluster: Cluster;
  readonly plots: readonly Plot[];
}

function Groups(props: IGroupsProps): JSX.Element {
  const { cluster, plots, commands, makeTab, trans } = props;
  const [filter, setFilter] = React.useState('');
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found = plots.filter(({ title, group }) => {
    const text = `${title} ${groupTitle(group, trans)}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
  return (
    <>
      <label className="jp-PlotPanel-filter">
        <searchIcon.react tag="span" className="jp-PlotPanel-filterIcon" />
        <input
          type="search"
          className="jp-PlotPanel-filterInput"
          aria-label={trans.__('Filter plots')}
          placeholder={trans.__('Filter plots')}
          value={filter}
          onChange={event => setFilter(event.target.value)}
        />
      </label>
      {found.length === 0 && <Empty message={trans.__('No plot fits.')} />}
      {GROUPS.map(group => {
        const members = found.filter(plot => plot.group === group);
        return members.length ? (
          <Group key={group} title={groupTitle(group, trans)}>
            {members.map(plot => (
              <PlotTile
                key={plot.name}
                {...{ plot, cluster, commands, makeTab, trans }}
              />
            ))}
          </Group>
        ) : null;
      })}
      {!words.length && (
        <Group title={trans.__('Layouts')}>
          <LayoutTile
            title={trans.__('Everyday')}
            caption={trans.__('Open the plots of the layout side by side')}
            onOpen={() =>
              void openPlotLayout.run(commands, { clusterId: cluster.id })
            }
          />
        </Group>
      )}
    </>
  );
}

interface IGroupProps {
  readonly title: string;
  readonly children: React.ReactNode;
}

function Group({ title, children }: IGroupProps): JSX.Element {
  const id = React.useId();
  return (
    <section className="jp-PlotPanel-group" aria-labelledby={id}>
      <h3 id={id} className="jp-PlotPanel-groupTitle">
        {title}
      </h3>
      <ul className="jp-PlotPanel-tiles">{children}</ul>
    </section>
  );
}
