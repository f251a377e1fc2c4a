import { command } from '../ui/command';

// Types and not interfaces: only those have the index signature that JSON asks for.
export type OpenPlotArgs = { clusterId?: string; plot: string };
export type OpenLayoutArgs = { clusterId?: string };

const clusterId = {
  type: 'string',
  description: 'Id of the cluster; the selected one without it'
} as const;

/** Opens the plot in a tab, or brings its tab to the front. */
export const openPlot = command<OpenPlotArgs>(
  'pangeo:open-plot',
  {
    clusterId,
    plot: { type: 'string', description: 'Name of the plot, as task-stream' }
  },
  ['plot']
);

/** Opens the plots of the default layout side by side. */
export const openPlotLayout = command<OpenLayoutArgs>(
  'pangeo:open-plot-layout',
  { clusterId }
);
