import type { TranslationBundle } from '@jupyterlab/translation';
import type { IPrices } from './costs';
import { dask } from './dask';
import { daskStore } from './daskStore';
import { hub } from './hub';
import { myUsage } from './myUsage';
import { node } from './node';
import type { Json } from './parts';

export type { IPrices };

/** A dashboard that comes with the suite. */
export interface IBuiltIn {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Its JSON in Grafana's model. */
  readonly json: Json;
}

/** The dashboards that come with the suite, the usual one first. */
export function builtIn(
  trans: TranslationBundle,
  prices?: IPrices
): readonly IBuiltIn[] {
  return [
    {
      id: 'my-usage',
      title: trans.__('My usage'),
      description: trans.__('What your notebooks and clusters use'),
      json: myUsage(trans, prices)
    },
    {
      id: 'dask',
      title: trans.__('Dask'),
      description: trans.__('Workers, memory and tasks of your clusters'),
      json: dask(trans)
    },
    {
      id: 'dask-prometheus',
      title: trans.__('Dask, by Prometheus'),
      description: trans.__(
        'Clusters whose metrics a Prometheus collects, yours or not'
      ),
      json: daskStore(trans)
    },
    {
      id: 'hub',
      title: trans.__('Hub'),
      description: trans.__('People, logins and servers of a JupyterHub'),
      json: hub(trans)
    },
    {
      id: 'node',
      title: trans.__('Node'),
      description: trans.__(
        'Processors, memory, disks and network of machines'
      ),
      json: node(trans)
    }
  ];
}
