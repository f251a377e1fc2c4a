import { isPythonName, pythonLiteral } from '../../ui/python';
import type { ClusterSpec } from '../tokens';

/** Option of the factory `local` to the keyword of its class. */
const KEYWORDS: Readonly<Record<string, string>> = {
  threadsPerWorker: 'threads_per_worker',
  memoryLimitBytes: 'memory_limit'
};

/** Python that starts about the same in a notebook; null for a factory whose class the page does not know. */
export function startCode(spec: ClusterSpec): string | null {
  if (spec.factory !== 'local') {
    return null;
  }
  const { scaling } = spec;
  const given = Object.entries(spec.options ?? {})
    .filter(([name, value]) => !(name === 'memoryLimitBytes' && value === 0))
    .map(([name, value]) => [KEYWORDS[name] ?? name, value] as const)
    .filter(([name]) => isPythonName(name));
  const lines = [
    ...(scaling?.mode === 'fixed' ? [['n_workers', scaling.workers]] : []),
    ...given
  ].map(([name, value]) => `    ${String(name)}=${pythonLiteral(value)},`);
  const adapt =
    scaling?.mode === 'adaptive'
      ? [
          `cluster.adapt(minimum=${scaling.minimum}, maximum=${scaling.maximum})`
        ]
      : [];
  return [
    'from dask.distributed import LocalCluster',
    '',
    'cluster = LocalCluster(',
    ...lines,
    ')',
    ...adapt
  ].join('\n');
}
