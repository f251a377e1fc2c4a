import type { Wire } from '../api/tokens';

type Cluster = Wire<'Cluster'>;

/** A running cluster of two workers, but for what a test says otherwise. */
export function clusterOf(over: Partial<Cluster> = {}): Cluster {
  return {
    id: 'c1',
    name: 'ocean-run',
    factory: 'local',
    origin: 'started',
    state: 'running',
    reason: null,
    steps: [{ id: 'workers', state: 'done', seconds: 1 }],
    scaling: { mode: 'fixed', workers: 2 },
    workers: { asked: 2, submitted: 2, connected: 2 },
    threads: 4,
    memoryBytes: 9.4 * 1024 ** 3,
    memoryLimitBytes: 16 * 1024 ** 3,
    tasks: { total: 0, processing: 0, waiting: 0, memory: 0, erred: 0 },
    address: 'tls://127.0.0.1:40000',
    startedAt: '2026-01-31T10:00:00Z',
    ...over
  };
}

/** A sample of that cluster, but for what a test says otherwise. */
export function sampleOf(
  over: Partial<Wire<'ClusterSample'>> = {}
): Wire<'ClusterSample'> {
  return {
    time: 1_770_000_000,
    workers: 2,
    threads: 4,
    cpuPercent: 312,
    memory: {
      managedBytes: 4 * 1024 ** 3,
      unmanagedBytes: 5 * 1024 ** 3,
      spilledBytes: 1024 ** 3,
      limitBytes: 16 * 1024 ** 3
    },
    tasks: { total: 1204, processing: 10, waiting: 90, memory: 1035, erred: 2 },
    ...over
  };
}
