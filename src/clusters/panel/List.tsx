import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';
import { Empty } from '../../ui/Empty';
import { RemoteView } from '../../ui/Remote';
import { ServerNotice } from '../../ui/ServerNotice';
import { useModel } from '../../ui/useModel';
import { can } from '../abilities';
import {
  closeCluster,
  connectNotebook,
  renameCluster,
  startCluster
} from '../commands';
import type { Cluster, IClusterModel } from '../tokens';
import { Card } from './Card';
import type { Editing } from './editing';

export interface IListServices {
  readonly commands: CommandRegistry;
  readonly model: IClusterModel;
  readonly trans: TranslationBundle;
}

export interface IListProps {
  readonly services: IListServices;
  readonly editing: Editing;
}

/** All clusters, with a notice where the server half is not what it should be. */
export function List({ services, editing }: IListProps): JSX.Element {
  const { commands, model, trans } = services;
  const { clusters, half } = useModel(model);
  if (half.phase === 'missing') {
    return <ServerNotice half={half} trans={trans} />;
  }
  return (
    <>
      <ServerNotice half={half} trans={trans} />
      <RemoteView
        snapshot={clusters}
        retry={() => void model.refresh()}
        trans={trans}
        isEmpty={items => items.length === 0}
        empty={
          <Empty
            message={trans.__(
              'A cluster runs Dask computations on several workers.'
            )}
            action={trans.__('Start a cluster')}
            onAction={() => void startCluster.run(commands, {})}
          />
        }
      >
        {items => <Cards items={items} services={services} editing={editing} />}
      </RemoteView>
    </>
  );
}

interface ICardsProps extends IListProps {
  readonly items: readonly Cluster[];
}

function Cards({ items, services, editing }: ICardsProps): JSX.Element {
  const { commands, model, trans } = services;
  const { busy, problems, selectedId } = useModel(model);
  const editingId = useModel(editing);
  const list = React.useRef<HTMLUListElement>(null);
  // The list is one stop of the Tab key; arrows move inside it.
  const reachable = items.some(({ id }) => id === selectedId)
    ? selectedId
    : items[0]?.id;
  const onKeyDown = (event: React.KeyboardEvent) => {
    const at = items.findIndex(({ id }) => id === selectedId);
    const next = nextIndex(event.key, at, items.length);
    if (!isOnCard(event.target) || hasModifier(event)) {
      return;
    }
    if (next !== null) {
      event.preventDefault();
      model.select(items[next].id);
      focusCard(list.current, next);
    } else if (at >= 0 && runKey(event.key, items[at], commands)) {
      event.preventDefault();
    }
  };
  return (
    <ul
      ref={list}
      className="jp-ClusterPanel-cards"
      role="list"
      aria-label={trans.__('Clusters')}
      onKeyDown={onKeyDown}
    >
      {items.map(cluster => (
        <Card
          key={cluster.id}
          cluster={cluster}
          services={services}
          editing={editing}
          isBusy={busy.has(cluster.id)}
          isEdited={editingId === cluster.id}
          isReachable={cluster.id === reachable}
          isSelected={cluster.id === selectedId}
          problem={problems.get(cluster.id)}
        />
      ))}
    </ul>
  );
}

/** Whether the key was meant for the card and not for something on it. */
function isOnCard(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement &&
    target.classList.contains('jp-ClusterPanel-card')
  );
}

function hasModifier(event: React.KeyboardEvent): boolean {
  return event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
}

function nextIndex(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

function focusCard(list: HTMLUListElement | null, index: number): void {
  const card = list?.children[index];
  if (card instanceof HTMLElement) {
    card.focus();
  }
}

/** What Enter, Delete and F2 do to the selected cluster; whether the key did anything. */
function runKey(
  key: string,
  cluster: Cluster,
  commands: CommandRegistry
): boolean {
  const clusterId = cluster.id;
  if (key === 'Enter' && can(cluster, 'connect')) {
    void connectNotebook.run(commands, { clusterId });
  } else if (key === 'Delete' && can(cluster, 'close')) {
    void closeCluster.run(commands, { clusterId });
  } else if (key === 'F2' && can(cluster, 'rename')) {
    void renameCluster.run(commands, { clusterId });
  } else {
    return false;
  }
  return true;
}
