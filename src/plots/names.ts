import type { Cluster, Plot } from './tokens';

/** Name of a plot as the list has it: Dask's own names begin with `individual-`. */
export function plainName(name: string): string {
  return name.replace(/^\/?(individual-)?/, '');
}

/** The plot of a name, in either spelling. */
export function findPlot(
  plots: readonly Plot[],
  name: string
): Plot | undefined {
  const plain = plainName(name);
  return plots.find(
    plot => plainName(plot.name) === plain || plainName(plot.path) === plain
  );
}

/** Whether a cluster has a dashboard to ask. */
export function hasPlots(cluster: Cluster): boolean {
  return ['running', 'scaling', 'unreachable'].includes(cluster.state);
}
