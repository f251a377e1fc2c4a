import type { TranslationBundle } from '@jupyterlab/translation';
import { isStarting } from '../abilities';
import type { Cluster, ClusterSample } from '../tokens';

/** The state in one word. */
export function stateInWords(
  state: Cluster['state'],
  trans: TranslationBundle
): string {
  const words: Readonly<Record<Cluster['state'], string>> = {
    queued: trans.__('Queued'),
    starting: trans.__('Starting'),
    running: trans.__('Running'),
    scaling: trans.__('Scaling'),
    unreachable: trans.__('Unreachable'),
    lost: trans.__('Lost'),
    failed: trans.__('Failed'),
    closing: trans.__('Shutting down'),
    closed: trans.__('Closed')
  };
  return words[state];
}

/** A step of a start. */
export function stepInWords(
  id: Cluster['steps'][number]['id'],
  trans: TranslationBundle
): string {
  const words: Readonly<Record<typeof id, string>> = {
    queue: trans.__('Waiting for its turn'),
    launch: trans.__('Host process'),
    import: trans.__('Libraries'),
    scheduler: trans.__('Scheduler'),
    workers: trans.__('Workers')
  };
  return words[id];
}

/** Kind and number of workers, as *local · 4 workers*; for others the state. */
export function workersInWords(
  cluster: Cluster,
  trans: TranslationBundle
): string {
  const { state } = cluster;
  const { asked, connected } = cluster.workers;
  const kind = kindInWords(cluster, trans);
  if (isStarting(cluster)) {
    return kind;
  }
  if (state !== 'running' && state !== 'scaling') {
    return stateInWords(state, trans).toLowerCase();
  }
  if (cluster.scaling.mode === 'adaptive') {
    const { minimum, maximum } = cluster.scaling;
    return trans._n(
      '%2 · %1 worker (%3–%4)',
      '%2 · %1 workers (%3–%4)',
      connected,
      kind,
      minimum,
      maximum
    );
  }
  return connected < asked
    ? trans.__('%1 · %2 of %3 workers', kind, connected, asked)
    : trans._n('%2 · %1 worker', '%2 · %1 workers', connected, kind);
}

function kindInWords(cluster: Cluster, trans: TranslationBundle): string {
  switch (cluster.origin) {
    case 'kernel':
      return trans.__('in a notebook');
    case 'attached':
      return trans.__('attached');
    case 'started':
      return cluster.factory;
  }
}

/** What a cluster uses: the latest sample, or what the list says until one comes. */
export function useOf(
  cluster: Cluster,
  sample: ClusterSample | null
): Pick<ClusterSample, 'memory' | 'tasks'> {
  return (
    sample ?? {
      memory: {
        managedBytes: 0,
        unmanagedBytes: cluster.memoryBytes,
        spilledBytes: 0,
        limitBytes: cluster.memoryLimitBytes
      },
      tasks: cluster.tasks
    }
  );
}

/** A line of a log without the time at its beginning, which a narrow card has no room for. */
export function withoutTime(line: string): string {
  return line.replace(/^\d{4}-\d\d-\d\d[ T][\d:.,]+Z?[ -]*/, '');
}
