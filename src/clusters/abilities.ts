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

function isLeaving({ state }: Cluster): boolean {
  return state === 'closing' || state === 'closed';
}

const TESTS: Readonly<Record<Ability, (cluster: Cluster) => boolean>> = {
  connect: isUp,
  scale: cluster => isUp(cluster) && !cluster.cannot?.includes('scale'),
  restart: cluster => isUp(cluster) && !cluster.cannot?.includes('restart'),
  close: cluster => !isLeaving(cluster),
  log: cluster => !isLeaving(cluster) && !isPlaceholder(cluster),
  rename: cluster => !isLeaving(cluster) && !isPlaceholder(cluster)
};

export function can(cluster: Cluster, ability: Ability): boolean {
  return TESTS[ability](cluster);
}

/** Tasks that a shutdown would lose. */
export function unfinishedTasks({
  processing = 0,
  waiting = 0
}: Cluster['tasks']): number {
  return processing + waiting;
}
