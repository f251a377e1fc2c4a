import { isPlaceholder } from './starting';
import type { Cluster } from './tokens';

/** What can be asked of a cluster in its present state. */
export type Ability =
  'connect' | 'scale' | 'restart' | 'rename' | 'close' | 'log';

/** Whether the scheduler is up as far as is known. */
export function isUp({ state }: Cluster): boolean {
  return state === 'running' || state === 'scaling';
}

export function isStarting({ state }: Cluster): boolean {
  return state === 'queued' || state === 'starting';
}

/** Whether it ended by itself and waits to be forgotten. */
export function hasEnded({ state }: Cluster): boolean {
  return state === 'failed' || state === 'lost';
}

export function can(cluster: Cluster, ability: Ability): boolean {
  const isLeaving = cluster.state === 'closing' || cluster.state === 'closed';
  switch (ability) {
    case 'connect':
      return isUp(cluster);
    case 'scale':
    case 'restart':
      return isUp(cluster) && !cluster.cannot?.includes(ability);
    case 'close':
      return !isLeaving;
    case 'log':
    case 'rename':
      return !isLeaving && !isPlaceholder(cluster);
  }
}

/** Tasks that a shutdown would lose. */
export function unfinishedTasks({ tasks }: Cluster): number {
  return (tasks.processing ?? 0) + (tasks.waiting ?? 0);
}
