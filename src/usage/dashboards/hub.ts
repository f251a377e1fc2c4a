import type { TranslationBundle } from '@jupyterlab/translation';
import { expression, figure, type Json, lines, PROMETHEUS } from './parts';

const PERIODS = ['24h', '7d', '30d'] as const;

// A hub counts no logins, but its requests: a form that was accepted, or the way back from a provider of logins.
const LOGINS = [
  'method="POST",handler=~".*LoginHandler"',
  'method="GET",handler=~".*CallbackHandler"'
]
  .map(
    what =>
      `increase(jupyterhub_request_duration_seconds_count{code="302",${what}}[1d])`
  )
  .join(' or ');

/** Who is active, how many servers run and how long they take to start, by the metrics that JupyterHub has. */
export function hub(trans: TranslationBundle): Json {
  const at = (place: number) => ({ x: place * 6, y: 0, w: 6, h: 4 });
  const plain = { color: { mode: 'fixed', fixedColor: 'text' }, decimals: 0 };
  const active = trans.__(
    'People who were active, by JupyterHub’s own count, which it renews every hour. A login is not needed to be active.'
  );
  const titles = [
    trans.__('Active in 24 hours'),
    trans.__('Active in 7 days'),
    trans.__('Active in 30 days')
  ];
  return {
    uid: 'hub',
    title: trans.__('Hub'),
    schemaVersion: 39,
    time: { from: 'now-7d', to: 'now' },
    refresh: '5m',
    graphTooltip: 1,
    panels: [
      ...PERIODS.map((period, index) =>
        figure({
          id: index + 1,
          title: titles[index],
          description: active,
          at: at(index),
          datasource: PROMETHEUS,
          targets: [
            expression(`max(jupyterhub_active_users{period="${period}"})`)
          ],
          defaults: plain
        })
      ),
      figure({
        id: 4,
        title: trans.__('Running servers'),
        at: at(3),
        datasource: PROMETHEUS,
        targets: [expression('sum(jupyterhub_running_servers)')],
        defaults: plain
      }),
      ...courses(trans),
      ...starts(trans)
    ]
  };
}

function courses(trans: TranslationBundle): Json[] {
  return [
    lines({
      id: 5,
      title: trans.__('Logins a day'),
      description: trans.__(
        'How often somebody logged in during the 24 hours before; who logs in twice counts twice.'
      ),
      at: { x: 0, y: 4, w: 12, h: 9 },
      datasource: PROMETHEUS,
      targets: [expression(`sum(${LOGINS})`, trans.__('Logins'))],
      defaults: { decimals: 0 }
    }),
    lines({
      id: 6,
      title: trans.__('Running servers'),
      at: { x: 12, y: 4, w: 12, h: 9 },
      datasource: PROMETHEUS,
      targets: [
        expression('sum(jupyterhub_running_servers)', trans.__('Servers'))
      ],
      defaults: { decimals: 0 },
      custom: { lineInterpolation: 'stepAfter' }
    })
  ];
}

function starts(trans: TranslationBundle): Json[] {
  const spawn = (share: number) =>
    `histogram_quantile(${share}, sum by (le) (rate(jupyterhub_server_spawn_duration_seconds_bucket{status="success"}[1h])))`;
  return [
    lines({
      id: 7,
      title: trans.__('Time to start a server'),
      description: trans.__(
        'Of servers that started in the hour before: half were quicker than the median, 95 in 100 quicker than the other line.'
      ),
      at: { x: 0, y: 13, w: 12, h: 9 },
      datasource: PROMETHEUS,
      targets: [
        expression(spawn(0.5), trans.__('Median')),
        expression(spawn(0.95), trans.__('95 %'))
      ],
      unit: 's'
    }),
    lines({
      id: 8,
      title: trans.__('Starts by result'),
      at: { x: 12, y: 13, w: 12, h: 9 },
      datasource: PROMETHEUS,
      targets: [
        expression(
          'sum by (status) (increase(jupyterhub_server_spawn_duration_seconds_count[1h]))',
          '{{status}}'
        )
      ],
      defaults: { decimals: 0 },
      isStacked: true
    })
  ];
}
