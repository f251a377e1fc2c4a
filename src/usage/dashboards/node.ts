import type { TranslationBundle } from '@jupyterlab/translation';
import { expression, type Json, lines, PROMETHEUS } from './parts';

const at = (place: number) => ({
  x: (place % 2) * 12,
  y: Math.floor(place / 2) * 9,
  w: 12,
  h: 9
});
const own = { datasource: PROMETHEUS };
const share = { min: 0, max: 1 };

function work(trans: TranslationBundle): Json[] {
  return [
    lines({
      ...own,
      id: 1,
      title: trans.__('CPU in use'),
      description: trans.__('Share of all cores of a machine.'),
      at: at(0),
      targets: [
        expression(
          '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle",instance=~"$instance"}[$__rate_interval]))',
          '{{instance}}'
        )
      ],
      unit: 'percentunit',
      defaults: share
    }),
    lines({
      ...own,
      id: 2,
      title: trans.__('Memory in use'),
      description: trans.__('What is neither free nor could be made free.'),
      at: at(1),
      targets: [
        expression(
          'node_memory_MemTotal_bytes{instance=~"$instance"} - node_memory_MemAvailable_bytes{instance=~"$instance"}',
          '{{instance}}'
        )
      ],
      unit: 'bytes',
      defaults: { min: 0 }
    }),
    lines({
      ...own,
      id: 5,
      title: trans.__('Load'),
      description: trans.__('Tasks that run or wait, the mean of a minute.'),
      at: at(4),
      targets: [expression('node_load1{instance=~"$instance"}', '{{instance}}')]
    })
  ];
}

function traffic(trans: TranslationBundle): Json[] {
  return [
    lines({
      ...own,
      id: 3,
      title: trans.__('Disks in use'),
      at: at(2),
      targets: [
        expression(
          'max by (instance, mountpoint) (1 - node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs",instance=~"$instance"} / node_filesystem_size_bytes)',
          '{{instance}} {{mountpoint}}'
        )
      ],
      unit: 'percentunit',
      defaults: share
    }),
    lines({
      ...own,
      id: 4,
      title: trans.__('Network'),
      description: trans.__('Received above, sent below the line.'),
      at: at(3),
      targets: [
        expression(
          'sum by (instance) (rate(node_network_receive_bytes_total{device!="lo",instance=~"$instance"}[$__rate_interval]))',
          trans.__('%1 received', '{{instance}}')
        ),
        expression(
          '-sum by (instance) (rate(node_network_transmit_bytes_total{device!="lo",instance=~"$instance"}[$__rate_interval]))',
          trans.__('%1 sent', '{{instance}}')
        )
      ],
      unit: 'Bps'
    })
  ];
}

function machines(trans: TranslationBundle): Json {
  return {
    name: 'instance',
    label: trans.__('Machine'),
    type: 'query',
    datasource: PROMETHEUS,
    query: 'label_values(node_load1, instance)',
    sort: 7,
    multi: true,
    includeAll: true,
    // Panels need not wait for the names.
    allValue: '.*'
  };
}

/** Load, memory, disks and network of machines, by the metrics of the node exporter. */
export function node(trans: TranslationBundle): Json {
  return {
    uid: 'node',
    title: trans.__('Node'),
    schemaVersion: 39,
    time: { from: 'now-6h', to: 'now' },
    refresh: '1m',
    graphTooltip: 1,
    templating: { list: [machines(trans)] },
    panels: [...work(trans), ...traffic(trans)]
  };
}
