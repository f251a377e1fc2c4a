import type { TranslationBundle } from '@jupyterlab/translation';
import type { IPrices } from './costs';
import { myUsage } from './myUsage';
import type { others } from './others';
import type { Json } from './parts';

export type { IPrices };

/** A dashboard that comes with the suite. */
export interface IBuiltIn {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Its JSON in Grafana's model; those that are not shown at first are loaded. */
  readonly json: () => Json | Promise<Json>;
}

/** The dashboards that come with the suite, the usual one first. */
export function builtIn(
  trans: TranslationBundle,
  prices?: IPrices
): readonly IBuiltIn[] {
  const other = (id: keyof typeof others) => ({
    id,
    json: async () => {
      const known = await import(
        /* webpackChunkName: "usage-dashboards" */ './others'
      );
      return known.others[id](trans);
    }
  });
  return [
    {
      id: 'my-usage',
      title: trans.__('My usage'),
      description: trans.__('What your notebooks and clusters use'),
      json: () => myUsage(trans, prices)
    },
    {
      ...other('dask'),
      title: trans.__('Dask'),
      description: trans.__('Workers, memory and tasks of your clusters')
    },
    {
      ...other('dask-prometheus'),
      title: trans.__('Dask, by Prometheus'),
      description: trans.__(
        'Clusters whose metrics a Prometheus collects, yours or not'
      )
    },
    {
      ...other('hub'),
      title: trans.__('Hub'),
      description: trans.__('People, logins and servers of a JupyterHub')
    },
    {
      ...other('node'),
      title: trans.__('Node'),
      description: trans.__('Processors, memory, disks and network of machines')
    }
  ];
}
