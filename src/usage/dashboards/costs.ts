import type { TranslationBundle } from '@jupyterlab/translation';
import { ask, type Json, lines } from './parts';

/** What use costs; 0 is no price. */
export interface IPrices {
  /** Of a core for an hour. */
  readonly core: number;
  /** Of a GiB of memory for an hour. */
  readonly memory: number;
  /** Sign or code. */
  readonly currency: string;
}

export const NO_PRICES: IPrices = { core: 0, memory: 0, currency: '' };

const ELSEWHERE = { place: ['elsewhere'] };
const HOUR = 1 / 3600;
const GIB = 1024 ** 3;

/** Bars of the last two weeks. */
const BY_DAY = {
  custom: { drawStyle: 'bars', fillOpacity: 70, barAlignment: 1 },
  isStacked: true,
  options: {
    legend: { displayMode: 'list', placement: 'bottom', calcs: ['sum'] }
  },
  more: { interval: '1d', timeFrom: 'now-13d/d' }
} as const;

/** Core-hours, of everything on this machine and of each cluster elsewhere. */
function coreHours(scale: number, here: string, name: string): Json[] {
  return [
    ask('process_cpu', {
      aggregate: 'sum',
      over: 'increase',
      scale: scale * HOUR,
      legendFormat: here
    }),
    ask('cluster_cpu', {
      filters: ELSEWHERE,
      over: 'integral',
      scale: scale * HOUR,
      legendFormat: name
    })
  ];
}

function memoryHours(scale: number, here: string, name: string): Json[] {
  return [
    ask('process_memory', {
      aggregate: 'sum',
      over: 'integral',
      scale: (scale * HOUR) / GIB,
      legendFormat: here
    }),
    ask('cluster_memory', {
      filters: ELSEWHERE,
      over: 'integral',
      scale: (scale * HOUR) / GIB,
      legendFormat: name
    })
  ];
}

function clusterHours(metric: string, scale: number, name: string): Json {
  return ask(metric, { over: 'integral', scale, legendFormat: name });
}

/** What was used by day, of all and of each cluster. */
export function days(trans: TranslationBundle, y: number): Json[] {
  const here = trans.__('On this machine');
  return [
    lines({
      ...BY_DAY,
      id: 9,
      title: trans.__('Core-hours by day'),
      description: trans.__(
        'Processor time of a day; the last bar is today so far.'
      ),
      at: { x: 0, y, w: 12, h: 8 },
      targets: coreHours(1, here, '{{name}}'),
      unit: 'suffix:h'
    }),
    lines({
      ...BY_DAY,
      id: 10,
      title: trans.__('Memory-hours by day'),
      description: trans.__(
        'Memory times the hours that it was held; the last bar is today so far.'
      ),
      at: { x: 12, y, w: 12, h: 8 },
      targets: memoryHours(1, here, '{{name}}'),
      unit: 'suffix:GiB h'
    }),
    lines({
      ...BY_DAY,
      id: 11,
      title: trans.__('Core-hours of clusters by day'),
      description: trans.__(
        'Cores that the workers of each cluster used, times the hours. Those of clusters on this machine are in what it used, too.'
      ),
      at: { x: 0, y: y + 8, w: 12, h: 8 },
      targets: [clusterHours('cluster_cpu', HOUR, '{{name}}')],
      unit: 'suffix:h'
    }),
    lines({
      ...BY_DAY,
      id: 12,
      title: trans.__('Memory-hours of clusters by day'),
      description: trans.__(
        'Memory that the workers of each cluster held, times the hours. That of clusters on this machine is in what it used, too.'
      ),
      at: { x: 12, y: y + 8, w: 12, h: 8 },
      targets: [clusterHours('cluster_memory', HOUR / GIB, '{{name}}')],
      unit: 'suffix:GiB h'
    })
  ];
}

/** What was used times its price; nothing where there is no price. */
export function costs(
  trans: TranslationBundle,
  y: number,
  prices: IPrices
): Json[] {
  const { core, memory, currency } = prices;
  if (core <= 0 && memory <= 0) {
    return [];
  }
  const ifPriced = (price: number, targets: readonly Json[]) =>
    price > 0 ? targets : [];
  const cores = trans.__('%1: cores', '{{name}}');
  const held = trans.__('%1: memory', '{{name}}');
  return [
    lines({
      ...BY_DAY,
      id: 13,
      title: trans.__('Estimated costs by day'),
      description: `${trans.__(
        'An estimate and no bill: what was used on this machine and in clusters elsewhere, times its price.'
      )} ${counted(trans, prices)}`,
      at: { x: 0, y, w: 12, h: 8 },
      targets: [
        ...ifPriced(
          core,
          coreHours(core, trans.__('Cores, this machine'), cores)
        ),
        ...ifPriced(
          memory,
          memoryHours(memory, trans.__('Memory, this machine'), held)
        )
      ],
      unit: unitOf(currency)
    }),
    lines({
      ...BY_DAY,
      id: 14,
      title: trans.__('Estimated costs of clusters by day'),
      description: `${trans.__(
        'An estimate and no bill: what the workers of each cluster used, times its price; of clusters on this machine, too.'
      )} ${counted(trans, prices)}`,
      at: { x: 12, y, w: 12, h: 8 },
      targets: [
        ...ifPriced(core, [clusterHours('cluster_cpu', core * HOUR, cores)]),
        ...ifPriced(memory, [
          clusterHours('cluster_memory', (memory * HOUR) / GIB, held)
        ])
      ],
      unit: unitOf(currency)
    })
  ];
}

/** What is counted at which price. */
function counted(
  trans: TranslationBundle,
  { core, memory, currency }: IPrices
): string {
  return [
    core > 0
      ? trans.__('A core-hour of processor time is %1 %2.', core, currency)
      : trans.__('Processor time has no price.'),
    memory > 0
      ? trans.__('A GiB-hour of memory is %1 %2.', memory, currency)
      : trans.__('Memory has no price.'),
    trans.__(
      'What was reserved and not used, disks and network are not counted, nor what was not recorded.'
    )
  ].join(' ');
}

/** Signs stand before the number, codes behind it. */
function unitOf(currency: string): string {
  return /^[$£¥]$/.test(currency) ? `prefix:${currency}` : `suffix:${currency}`;
}
