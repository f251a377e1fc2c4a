import { ellipsesIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { IconButton } from '../../ui/Button';
import { armCodeDrag } from '../../ui/dragCode';
import { explain } from '../../ui/problems';
import { can, hasEnded, isStarting, isUp } from '../abilities';
import { clientCode, clientMetadata } from '../clientCode';
import type { Cluster } from '../tokens';
import { Actions } from './Actions';
import type { Editing } from './editing';
import type { IListServices } from './List';
import { openMenu } from './menu';
import { Name } from './Name';
import { StateMark } from './StateMark';
import { Starting } from './Starting';
import { Trouble } from './Trouble';
import { Use } from './Use';
import { workersInWords } from './words';

export interface ICardProps {
  readonly cluster: Cluster;
  readonly services: IListServices;
  readonly editing: Editing;
  readonly isBusy: boolean;
  readonly isEdited: boolean;
  /** Whether the Tab key stops here. */
  readonly isReachable: boolean;
  readonly isSelected: boolean;
  /** What its last request was refused with. */
  readonly problem: Error | undefined;
}

/** One cluster: what it is, what it does, what can be done with it. */
export function Card(props: ICardProps): JSX.Element {
  const { cluster, services, isBusy, isReachable, isSelected } = props;
  const { model } = services;
  const select = () => model.select(cluster.id);
  return (
    <li
      className={`jp-ClusterPanel-card${isSelected ? ' jp-mod-selected' : ''}`}
      role="listitem"
      aria-label={cluster.name}
      aria-current={isSelected}
      aria-busy={isBusy}
      data-state={cluster.state}
      data-cluster-id={cluster.id}
      tabIndex={isReachable ? 0 : -1}
      onClick={select}
      onFocus={select}
      onContextMenu={select}
      onPointerDown={event => dragCode(event, cluster, services)}
    >
      <Head {...props} />
      <Body {...props} />
      <Refusal {...props} />
      <Actions cluster={cluster} services={services} isBusy={isBusy} />
    </li>
  );
}

function Head({ cluster, services, editing, isEdited }: ICardProps) {
  const { commands, trans } = services;
  return (
    <div className="jp-ClusterPanel-head">
      <StateMark cluster={cluster} trans={trans} />
      <Name
        cluster={cluster}
        services={services}
        editing={editing}
        isEdited={isEdited}
      />
      <span className="jp-ClusterPanel-kind" title={cluster.address ?? ''}>
        {workersInWords(cluster, trans)}
      </span>
      <IconButton
        label={trans.__('More actions for %1', cluster.name)}
        icon={ellipsesIcon}
        aria-haspopup="menu"
        onClick={event => openMenu(event.currentTarget, cluster, commands)}
      />
    </div>
  );
}

function Body({ cluster, services }: ICardProps): JSX.Element | null {
  const { model, trans } = services;
  if (isUp(cluster)) {
    return <Use cluster={cluster} model={model} trans={trans} />;
  }
  if (isStarting(cluster)) {
    return <Starting cluster={cluster} trans={trans} />;
  }
  return hasEnded(cluster) || cluster.state === 'unreachable' ? (
    <Trouble cluster={cluster} trans={trans} />
  ) : null;
}

function Refusal({ problem, services }: ICardProps): JSX.Element | null {
  if (!problem) {
    return null;
  }
  const { what, why } = explain(problem, services.trans);
  return (
    <p className="jp-ClusterPanel-refusal" role="alert">
      {services.trans.__('%1: %2', what, why)}
    </p>
  );
}

/** A card carries its client code into a notebook or an editor. */
function dragCode(
  event: React.PointerEvent<HTMLElement>,
  cluster: Cluster,
  { model }: IListServices
): void {
  const isOnControl =
    event.target instanceof Element &&
    event.target.closest('button, input') !== null;
  if (event.button === 0 && !isOnControl && can(cluster, 'connect')) {
    armCodeDrag(event, event.currentTarget, async () => ({
      code: clientCode(await model.connection(cluster.id)),
      metadata: clientMetadata(cluster)
    }));
  }
}
