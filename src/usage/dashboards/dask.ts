import type { TranslationBundle } from '@jupyterlab/translation';
import { ask, asLimit, DATASOURCE, figure, type Json, lines } from './parts';

/** The clusters that are chosen. */
const filters = { name: ['$cluster'] };

function figures(trans: TranslationBundle): Json[] {
  const at = (place: number) => ({ x: place * 6, y: 0, w: 6, h: 4 });
  const plain = { color: { mode: 'fixed', fixedColor: 'text' }, decimals: 0 };
  return [
    figure({
      id: 1,
      title: trans.__('Workers'),
      at: at(0),
      targets: [ask('cluster_workers', { aggregate: 'sum', filters })],
      defaults: plain
    }),
    figure({
      id: 2,
      title: trans.__('Threads'),
      at: at(1),
      targets: [ask('cluster_threads', { aggregate: 'sum', filters })],
      defaults: plain
    }),
    figure({
      id: 3,
      title: trans.__('Memory'),
      description: trans.__('Memory of the workers of all clusters.'),
      at: at(2),
      targets: [ask('cluster_memory', { aggregate: 'sum', filters })],
      unit: 'bytes',
      defaults: { color: plain.color }
    }),
    figure({
      id: 4,
      title: trans.__('Spilled to disk'),
      description: trans.__(
        'Results that did not fit into the workers’ memory. Each is read from disk again when it is needed.'
      ),
      at: at(3),
      targets: [ask('cluster_spilled', { aggregate: 'sum', filters })],
      unit: 'bytes',
      defaults: { color: plain.color }
    })
  ];
}

function courses(trans: TranslationBundle): Json[] {
  const limit = trans.__('Limit');
  const named = { legendFormat: '{{name}}', filters };
  return [
    lines({
      id: 5,
      title: trans.__('Memory by cluster'),
      description: trans.__(
        'The dashed line is what the workers of all clusters may use together.'
      ),
      at: { x: 0, y: 4, w: 12, h: 9 },
      targets: [
        ask('cluster_memory', named),
        ask('cluster_memory_limit', {
          aggregate: 'sum',
          filters,
          legendFormat: limit
        })
      ],
      unit: 'bytes',
      isStacked: true,
      overrides: [asLimit(limit)]
    }),
    lines({
      id: 6,
      title: trans.__('CPU by cluster'),
      description: trans.__('Cores that the workers of each cluster use.'),
      at: { x: 12, y: 4, w: 12, h: 9 },
      targets: [ask('cluster_cpu', named)],
      isStacked: true
    })
  ];
}

function work(trans: TranslationBundle): Json[] {
  const named = { legendFormat: '{{name}}', filters };
  return [
    lines({
      id: 7,
      title: trans.__('Tasks by state'),
      description: trans.__('Tasks of the clusters, by what became of them.'),
      at: { x: 0, y: 13, w: 12, h: 9 },
      targets: [
        ask('cluster_tasks', {
          aggregate: 'sum',
          filters,
          by: ['state'],
          legendFormat: '{{state}}'
        })
      ],
      defaults: { decimals: 0 },
      isStacked: true
    }),
    lines({
      id: 8,
      title: trans.__('Workers by cluster'),
      at: { x: 12, y: 13, w: 12, h: 9 },
      targets: [ask('cluster_workers', named)],
      defaults: { decimals: 0 },
      custom: { lineInterpolation: 'stepAfter' },
      isStacked: true
    }),
    lines({
      id: 9,
      title: trans.__('Network'),
      description: trans.__(
        'What the machines that the workers are on receive and send, other programs’ share included.'
      ),
      at: { x: 0, y: 22, w: 24, h: 8 },
      targets: [
        ask('cluster_network', {
          aggregate: 'sum',
          filters,
          by: ['direction'],
          legendFormat: '{{direction}}'
        })
      ],
      unit: 'binBps'
    })
  ];
}

function clusters(trans: TranslationBundle): Json {
  return {
    name: 'cluster',
    label: trans.__('Cluster'),
    type: 'query',
    datasource: DATASOURCE,
    query: 'label_values(cluster_workers, name)',
    // Clusters come and go.
    refresh: 2,
    sort: 7,
    multi: true,
    includeAll: true,
    allValue: '.*'
  };
}

/** What clusters use, by the record. */
export function dask(trans: TranslationBundle): Json {
  return {
    uid: 'dask',
    title: trans.__('Dask'),
    schemaVersion: 39,
    time: { from: 'now-1h', to: 'now' },
    refresh: '15s',
    graphTooltip: 1,
    templating: { list: [clusters(trans)] },
    panels: [...figures(trans), ...courses(trans), ...work(trans)]
  };
}
