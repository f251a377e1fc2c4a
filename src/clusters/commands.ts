import { command } from '../ui/command';

const clusterId = {
  type: 'string',
  description: 'Id of the cluster; the selected one without it'
} as const;

// Types and not interfaces: only those have the index signature that JSON asks for.
export type ClusterArgs = { clusterId?: string };

export type StartArgs = {
  clusterId?: string;
  factory?: string;
  name?: string;
  workers?: number;
  kernelspec?: string;
};

export type ScaleArgs = {
  clusterId?: string;
  workers?: number;
  minimum?: number;
  maximum?: number;
};

export type RenameArgs = { clusterId?: string; name?: string };

const workers = {
  type: 'integer',
  minimum: 0,
  description: 'Number of workers'
} as const;

/** Starts with the last choice, or with what is given; gives the new cluster's id. */
export const startCluster = command<StartArgs, string | null>(
  'pangeo:start-cluster',
  {
    clusterId: {
      type: 'string',
      description:
        'Id of a failed or lost cluster to start again with its options'
    },
    factory: { type: 'string', description: 'Id of the cluster factory' },
    name: { type: 'string', description: 'Name of the cluster' },
    workers,
    kernelspec: {
      type: 'string',
      description: 'Name of the kernelspec whose Python runs the cluster'
    }
  }
);

export const configureCluster = command<ClusterArgs>(
  'pangeo:configure-cluster',
  {
    clusterId: {
      type: 'string',
      description: 'Id of a cluster whose options the form begins with'
    }
  }
);

/** Asks for the numbers where none is given. */
export const scaleCluster = command<ScaleArgs>('pangeo:scale-cluster', {
  clusterId,
  workers,
  minimum: {
    type: 'integer',
    minimum: 0,
    description: 'Fewest workers of an adaptive cluster'
  },
  maximum: {
    type: 'integer',
    minimum: 0,
    description: 'Most workers of an adaptive cluster'
  }
});

export const restartCluster = command<ClusterArgs>('pangeo:restart-cluster', {
  clusterId
});

/** Shuts down, cancels the start, or forgets, whichever the state asks for. */
export const closeCluster = command<ClusterArgs>('pangeo:close-cluster', {
  clusterId
});

export const renameCluster = command<RenameArgs>('pangeo:rename-cluster', {
  clusterId,
  name: { type: 'string', description: 'The new name' }
});

export const connectNotebook = command<ClusterArgs>('pangeo:connect-notebook', {
  clusterId
});

export const showClusterLog = command<ClusterArgs>('pangeo:show-cluster-log', {
  clusterId
});

export const refreshClusters = command('pangeo:refresh-clusters', {});
