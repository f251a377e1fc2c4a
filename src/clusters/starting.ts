import type { Cluster, ClusterSpec } from './tokens';

/** A cluster as it is shown between the click and the server's answer. */
export function startingCluster(id: string, spec: ClusterSpec): Cluster {
  const scaling = spec.scaling ?? { mode: 'fixed', workers: 0 };
  return {
    id,
    name: spec.name ?? spec.factory,
    factory: spec.factory,
    origin: 'started',
    state: 'starting',
    reason: null,
    steps: [],
    scaling,
    workers: {
      asked: scaling.mode === 'fixed' ? scaling.workers : scaling.minimum,
      submitted: 0,
      connected: 0
    },
    threads: 0,
    memoryBytes: 0,
    memoryLimitBytes: 0,
    tasks: {},
    address: null,
    startedAt: new Date().toISOString(),
    options: spec.options ?? {},
    kernelspec: spec.kernelspec
  };
}

/** Whether the server has not answered the request for this cluster yet. */
export function isPlaceholder(cluster: Cluster): boolean {
  return cluster.state === 'starting' && cluster.steps.length === 0;
}
