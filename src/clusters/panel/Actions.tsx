import { caretDownIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { can, hasEnded, isStarting, isUp } from '../abilities';
import {
  closeCluster,
  configureCluster,
  connectNotebook,
  scaleCluster,
  showClusterLog,
  startCluster
} from '../commands';
import type { Cluster } from '../tokens';
import type { IListServices } from './List';
import { hasPlots, openPlotsMenu } from './plotsMenu';

export interface IActionsProps {
  readonly cluster: Cluster;
  readonly services: IListServices;
  readonly isBusy: boolean;
}

/** What can be done in the cluster's present state; the first is always visible, the others on hover and focus. */
export function Actions(props: IActionsProps): JSX.Element | null {
  const { cluster } = props;
  if (isUp(cluster)) {
    return <RunningActions {...props} />;
  }
  if (isStarting(cluster)) {
    return <StartingActions {...props} />;
  }
  return hasEnded(cluster) || cluster.state === 'unreachable' ? (
    <EndedActions {...props} />
  ) : null;
}

function RunningActions({ cluster, services, isBusy }: IActionsProps) {
  const { commands, trans } = services;
  const args = { clusterId: cluster.id };
  return (
    <div className="jp-ClusterPanel-actions">
      <TextButton
        isPrimary
        label={trans.__('Connect notebook')}
        onClick={() => void connectNotebook.run(commands, args)}
      />
      <span className="jp-ClusterPanel-secondary">
        {hasPlots(commands) && (
          <TextButton
            label={trans.__('Plots')}
            icon={caretDownIcon}
            aria-haspopup="menu"
            onClick={event =>
              openPlotsMenu(event.currentTarget, commands, cluster.id, trans)
            }
          />
        )}
        {can(cluster, 'scale') && (
          <TextButton
            label={trans.__('Scale')}
            onClick={() => void scaleCluster.run(commands, args)}
          />
        )}
        <TextButton
          isDanger
          disabled={isBusy}
          label={
            cluster.origin === 'started'
              ? trans.__('Shut down')
              : trans.__('Forget')
          }
          onClick={() => void closeCluster.run(commands, args)}
        />
      </span>
    </div>
  );
}

function StartingActions({ cluster, services }: IActionsProps): JSX.Element {
  const { commands, trans } = services;
  const args = { clusterId: cluster.id };
  return (
    <div className="jp-ClusterPanel-actions">
      <TextButton
        label={trans.__('Cancel')}
        onClick={() => void closeCluster.run(commands, args)}
      />
      <span className="jp-ClusterPanel-secondary">
        {can(cluster, 'log') && (
          <TextButton
            label={trans.__('Log')}
            onClick={() => void showClusterLog.run(commands, args)}
          />
        )}
      </span>
    </div>
  );
}

function EndedActions({ cluster, services, isBusy }: IActionsProps) {
  const { commands, trans } = services;
  const args = { clusterId: cluster.id };
  const isOurs = cluster.origin === 'started' && hasEnded(cluster);
  return (
    <div className="jp-ClusterPanel-actions">
      <TextButton
        label={trans.__('Log')}
        onClick={() => void showClusterLog.run(commands, args)}
      />
      {isOurs && (
        <>
          <TextButton
            label={trans.__('Edit…')}
            onClick={() => void configureCluster.run(commands, args)}
          />
          <TextButton
            isPrimary
            label={trans.__('Start again')}
            onClick={() => void startCluster.run(commands, args)}
          />
        </>
      )}
      <TextButton
        disabled={isBusy}
        label={
          hasEnded(cluster) || cluster.origin !== 'started'
            ? trans.__('Forget')
            : trans.__('Shut down')
        }
        onClick={() => void closeCluster.run(commands, args)}
      />
    </div>
  );
}
