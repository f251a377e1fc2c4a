import type { TranslationBundle } from '@jupyterlab/translation';
import { expression, figure, type Json, lines, PROMETHEUS } from './parts';

const own = { datasource: PROMETHEUS };
const SCHEDULERS = 'instance=~"$scheduler"';
const WORKERS = 'job=~"$job"';
const plain = { color: { mode: 'fixed', fixedColor: 'text' }, decimals: 0 };

/** Workers that take tasks, those that pause and those that leave. */
const ALL_WORKERS = `sum(dask_scheduler_workers{${SCHEDULERS}})`;

function figures(trans: TranslationBundle): Json[] {
  const at = (place: number) => ({ x: place * 6, y: 0, w: 6, h: 4 });
  return [
    figure({
      ...own,
      id: 1,
      title: trans.__('Workers'),
      description: trans.__('Workers that the schedulers know, in any state.'),
      at: at(0),
      targets: [expression(ALL_WORKERS)],
      defaults: plain
    }),
    figure({
      ...own,
      id: 2,
      title: trans.__('Threads'),
      description: trans.__(
        'Threads of workers whose own metrics are collected, which a scheduler’s may be without.'
      ),
      at: at(1),
      targets: [expression(`sum(dask_worker_threads{${WORKERS}})`)],
      defaults: plain
    }),
    figure({
      ...own,
      id: 3,
      title: trans.__('Memory'),
      description: trans.__(
        'Memory of workers whose own metrics are collected, without what is spilled. Dask’s metrics have no limit of it.'
      ),
      at: at(2),
      targets: [
        expression(`sum(dask_worker_memory_bytes{type!="spilled",${WORKERS}})`)
      ],
      unit: 'bytes',
      defaults: { color: plain.color }
    }),
    figure({
      ...own,
      id: 4,
      title: trans.__('Spilled to disk'),
      description: trans.__(
        'Results that did not fit into the workers’ memory. Each is read from disk again when it is needed.'
      ),
      at: at(3),
      targets: [
        expression(`sum(dask_worker_memory_bytes{type="spilled",${WORKERS}})`)
      ],
      unit: 'bytes',
      defaults: { color: plain.color }
    })
  ];
}

function courses(trans: TranslationBundle): Json[] {
  return [
    lines({
      ...own,
      id: 5,
      title: trans.__('Memory by kind'),
      description: trans.__(
        'Managed is what Dask holds of results, unmanaged all else of the workers’ processes, spilled what lies on disk.'
      ),
      at: { x: 0, y: 4, w: 12, h: 9 },
      targets: [
        expression(
          `sum by (type) (dask_worker_memory_bytes{${WORKERS}})`,
          '{{type}}'
        )
      ],
      unit: 'bytes',
      isStacked: true
    }),
    lines({
      ...own,
      id: 6,
      title: trans.__('CPU by worker'),
      description: trans.__('Cores that the process of each worker uses.'),
      at: { x: 12, y: 4, w: 12, h: 9 },
      targets: [
        expression(
          `rate(process_cpu_seconds_total{${WORKERS}}[$__rate_interval]) and on (instance) dask_worker_threads{${WORKERS}}`,
          '{{instance}}'
        )
      ],
      isStacked: true
    })
  ];
}

function states(trans: TranslationBundle): Json[] {
  return [
    lines({
      ...own,
      id: 7,
      title: trans.__('Tasks by state'),
      description: trans.__(
        'Tasks that the schedulers hold; those that were forgotten are not among them.'
      ),
      at: { x: 0, y: 13, w: 12, h: 9 },
      targets: [
        expression(
          `sum by (state) (dask_scheduler_tasks{${SCHEDULERS}})`,
          '{{state}}'
        )
      ],
      defaults: { decimals: 0 },
      isStacked: true
    }),
    lines({
      ...own,
      id: 8,
      title: trans.__('Workers by state'),
      at: { x: 12, y: 13, w: 12, h: 9 },
      targets: [
        expression(
          `sum by (state) (dask_scheduler_workers{${SCHEDULERS}})`,
          '{{state}}'
        ),
        expression(
          `sum(dask_scheduler_desired_workers{${SCHEDULERS}})`,
          trans.__('wanted')
        )
      ],
      defaults: { decimals: 0 },
      custom: { lineInterpolation: 'stepAfter' }
    })
  ];
}

function choice(name: string, label: string, query: string): Json {
  return {
    ...{ name, label, query, type: 'query', datasource: PROMETHEUS, sort: 7 },
    ...{ multi: true, includeAll: true, allValue: '.*' }
  };
}

/** What clusters use, by the metrics of Dask's schedulers and workers that a Prometheus collects. */
export function daskStore(trans: TranslationBundle): Json {
  return {
    uid: 'dask-prometheus',
    title: trans.__('Dask, by Prometheus'),
    schemaVersion: 39,
    time: { from: 'now-1h', to: 'now' },
    refresh: '30s',
    graphTooltip: 1,
    templating: {
      list: [
        choice(
          'scheduler',
          trans.__('Scheduler'),
          'label_values(dask_scheduler_workers, instance)'
        ),
        choice(
          'job',
          trans.__('Job of workers'),
          'label_values(dask_worker_threads, job)'
        )
      ]
    },
    panels: [...figures(trans), ...courses(trans), ...states(trans)]
  };
}
