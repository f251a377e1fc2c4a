import { dask } from './dask';
import { daskStore } from './daskStore';
import { hub } from './hub';
import { node } from './node';

/** Dashboards of the suite that are not shown at first, by their ids. */
export const others = {
  dask,
  'dask-prometheus': daskStore,
  hub,
  node
} as const;
