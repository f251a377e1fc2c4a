import { URLExt, PageConfig } from '@jupyterlab/coreutils';
import type { OpenUsageArgs } from './commands';
import type { UsageView } from './tokens';

/** Name in the query of an address that opens Lab at a view. */
const USAGE = 'pangeo-usage';

/** Characters of a view in an address. */
const LONGEST = 4096;

/** What a tab shows when nothing else is said. */
export const USUAL: UsageView = {
  dashboard: 'my-usage',
  from: 'now-1h',
  to: 'now',
  refresh: '15s',
  timezone: 'browser',
  variables: {},
  panel: null
};

/** A view of what a command was given; wrong types are left out. */
export function viewOf(
  args: Readonly<Record<string, unknown>>,
  usual: UsageView = USUAL
): UsageView {
  const text = (name: 'dashboard' | 'from' | 'to' | 'refresh' | 'timezone') => {
    const value = args[name];
    return typeof value === 'string' && value.length < 200
      ? value
      : usual[name];
  };
  return {
    dashboard: text('dashboard'),
    from: text('from'),
    to: text('to'),
    refresh: text('refresh'),
    timezone: text('timezone'),
    variables: usual.variables,
    panel: typeof args.panel === 'number' ? args.panel : null
  };
}

/** What opens a view again. */
export function argsOf(view: UsageView, isTab: boolean): OpenUsageArgs {
  const { dashboard, from, to, refresh, timezone, panel } = view;
  return {
    dashboard,
    from,
    to,
    refresh,
    timezone,
    ...(panel === null ? {} : { panel }),
    ...(isTab ? { isTab } : {})
  };
}

/**
 * Address that opens Lab at a view; on a JupyterHub it leads whoever follows it to a server of their own.
 *
 * @param baseUrl - of the Jupyter server.
 */
export function linkTo(view: UsageView, baseUrl: string): string {
  const hub = PageConfig.getOption('hubPrefix');
  const base = hub
    ? URLExt.join(window.location.origin, hub, 'user-redirect')
    : baseUrl;
  const query = new URLSearchParams([
    [USAGE, JSON.stringify(argsOf(view, false))]
  ]);
  return `${URLExt.join(base, 'lab')}?${query.toString()}`;
}

/** The view that the query of an address leads to, or null. */
export function viewIn(search: string): UsageView | null {
  const text = new URLSearchParams(search).get(USAGE);
  if (!text || text.length > LONGEST) {
    return null;
  }
  try {
    const args: unknown = JSON.parse(text);
    return args && typeof args === 'object'
      ? viewOf(args as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** The query of an address without what a link puts there. */
export function withoutView(search: string): string {
  const query = new URLSearchParams(search);
  query.delete(USAGE);
  const rest = query.toString();
  return rest ? `?${rest}` : '';
}
