import type { TranslationBundle } from '@jupyterlab/translation';
import { costs, days, type IPrices, NO_PRICES } from './costs';
import {
  ask,
  asLimit,
  BY_SHARE,
  figure,
  type Json,
  limitedBy,
  lines
} from './parts';

/** Processes that are somebody's and not the server's own. */
const OWN = { kind: ['kernel', 'terminal'] };
const SECONDS_AN_HOUR = 3600;

const at = (place: number) => ({ x: place * 6, y: 0, w: 6, h: 4 });

function figures(trans: TranslationBundle): Json[] {
  return [
    figure({
      id: 1,
      title: trans.__('Memory'),
      description: trans.__(
        'Memory of the server with all kernels, terminals and clusters on this machine, of the limit that is set for them. What passes the limit is ended by the system without a word.'
      ),
      at: at(0),
      targets: [
        ask('process_memory', { aggregate: 'sum' }),
        ask('memory_limit'),
        ask('machine_memory_size')
      ],
      unit: 'bytes',
      defaults: BY_SHARE,
      more: limitedBy('B', 'C')
    }),
    figure({
      id: 2,
      title: trans.__('CPU'),
      description: trans.__('Cores that all of them use together.'),
      at: at(1),
      targets: [
        ask('process_cpu', { aggregate: 'sum', over: 'rate' }),
        ask('cpu_limit')
      ],
      defaults: { ...BY_SHARE, decimals: 1 },
      more: limitedBy('B')
    })
  ];
}

function moreFigures(trans: TranslationBundle): Json[] {
  return [
    figure({
      id: 3,
      title: trans.__('Disk'),
      description: trans.__(
        'What you use of your quota. Without a quota: what is in use of the disk of your home, by all who share it.'
      ),
      at: at(2),
      targets: [
        ask('disk_used', { legendFormat: '{{folder}}' }),
        ask('disk_size')
      ],
      unit: 'bytes',
      defaults: BY_SHARE,
      more: limitedBy('B')
    }),
    figure({
      id: 4,
      title: trans.__('Core-hours today'),
      description: trans.__(
        'Processor time of the server, kernels, terminals and clusters on this machine since midnight.'
      ),
      at: at(3),
      targets: [
        ask('process_cpu', {
          aggregate: 'sum',
          over: 'increase',
          scale: 1 / SECONDS_AN_HOUR
        })
      ],
      unit: 'suffix:h',
      defaults: { color: { mode: 'fixed', fixedColor: 'text' }, decimals: 2 },
      options: {
        reduceOptions: { calcs: ['sum'], fields: '', values: false }
      },
      more: { timeFrom: 'now/d' }
    })
  ];
}

function courses(trans: TranslationBundle): Json[] {
  const limit = trans.__('Limit');
  return [
    lines({
      id: 5,
      title: trans.__('Memory by notebook'),
      description: trans.__(
        'Memory of each kernel, with what it started. Where the limit is passed, the system ends the kernel that asks next.'
      ),
      at: { x: 0, y: 4, w: 12, h: 9 },
      targets: [
        ask('process_memory', { filters: OWN, legendFormat: '{{name}}' }),
        ask('memory_limit', { legendFormat: limit })
      ],
      unit: 'bytes',
      isStacked: true,
      overrides: [asLimit(limit)]
    }),
    lines({
      id: 6,
      title: trans.__('CPU by notebook'),
      description: trans.__('Cores that each kernel and terminal uses.'),
      at: { x: 12, y: 4, w: 12, h: 9 },
      targets: [
        ask('process_cpu', {
          filters: OWN,
          over: 'rate',
          legendFormat: '{{name}}'
        })
      ],
      isStacked: true
    }),
    lines({
      id: 7,
      title: trans.__('Memory by cluster'),
      description: trans.__('Memory of the workers of each cluster.'),
      at: { x: 0, y: 13, w: 12, h: 8 },
      targets: [ask('cluster_memory', { legendFormat: '{{name}}' })],
      unit: 'bytes',
      isStacked: true
    }),
    lines({
      id: 8,
      title: trans.__('CPU by cluster'),
      description: trans.__('Cores that the workers of each cluster use.'),
      at: { x: 12, y: 13, w: 12, h: 8 },
      targets: [ask('cluster_cpu', { legendFormat: '{{name}}' })],
      isStacked: true
    })
  ];
}

/** What the user's notebooks, terminals and clusters use. */
export function myUsage(
  trans: TranslationBundle,
  prices: IPrices = NO_PRICES
): Json {
  return {
    uid: 'my-usage',
    title: trans.__('My usage'),
    schemaVersion: 39,
    time: { from: 'now-1h', to: 'now' },
    refresh: '15s',
    graphTooltip: 1,
    panels: [
      ...figures(trans),
      ...moreFigures(trans),
      ...courses(trans),
      ...days(trans, 21),
      ...costs(trans, 37, prices)
    ]
  };
}
