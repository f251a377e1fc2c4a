import type { UsageView } from './tokens';

/** What hides all that Grafana has around a dashboard: Lab has it. */
const BARE = [
  ['_dash.hideTimePicker', 'true'],
  ['_dash.hideVariables', 'true'],
  ['_dash.hideLinks', 'true']
];

/**
 * Address of the page of a dashboard in Grafana, relative to Grafana's, at a view.
 *
 * Source: the parameters of 7.5 and of what is documented of those after it.
 */
export function pageAddress(
  uid: string,
  { from, to, refresh, timezone, variables }: UsageView,
  isLight: boolean
): string {
  const query = new URLSearchParams([
    ...BARE,
    ['theme', isLight ? 'light' : 'dark'],
    ['from', from],
    ['to', to],
    ...(refresh ? [['refresh', refresh]] : []),
    ...(timezone ? [['timezone', timezone]] : [])
  ]);
  for (const [name, values] of Object.entries(variables)) {
    values.forEach(value => query.append(`var-${name}`, value));
  }
  // With a sign of equality it would be off.
  return `d/${encodeURIComponent(uid)}?kiosk&${query.toString()}`;
}
