import { URLExt, PageConfig } from '@jupyterlab/coreutils';
import type { IClock } from './batches';
import type { OpenUsageArgs } from './commands';
import { parseSpan } from './dashboard/time';
import type { TimeSpan } from './dashboard/types';
import type { UsageView } from './tokens';

/** Name in the query of an address that opens Lab at a view. */
const USAGE = 'pangeo-usage';

/** What names of variables begin with in an address, as Grafana writes them. */
const VARIABLE = 'var-';

/** Characters of a view in an address. */
const LONGEST = 4096;

const MOST_VARIABLES = 200;
const MOST_VALUES = 5000;

/** What a tab shows when nothing else is said. */
export const USUAL: UsageView = {
  dashboard: 'my-usage',
  from: 'now-1h',
  to: 'now',
  refresh: '15s',
  timezone: 'browser',
  variables: {},
  store: '',
  panel: null
};

type TextOfView =
  'dashboard' | 'from' | 'to' | 'refresh' | 'timezone' | 'store';

/** Chosen values of variables; what is no list of texts is left out. */
function variablesOf(given: unknown): UsageView['variables'] {
  const pairs = given && typeof given === 'object' ? Object.entries(given) : [];
  const isText = (value: unknown) => typeof value === 'string';
  return Object.fromEntries(
    pairs
      .slice(0, MOST_VARIABLES)
      .filter(
        (pair): pair is [string, string[]] =>
          Array.isArray(pair[1]) && pair[1].every(isText)
      )
      .map(([name, values]) => [name, values.slice(0, MOST_VALUES)])
  );
}

/** What was meant where a span cannot be read, milliseconds. */
const USUAL_SPAN = 3_600_000;

/** The time that a view shows at a moment. */
export function spanOf(
  { from, to }: UsageView,
  { now, timezone }: IClock
): TimeSpan {
  return (
    parseSpan(from, to, now, timezone) ?? { from: now - USUAL_SPAN, to: now }
  );
}

/** A view of what a command was given; wrong types are left out. */
export function viewOf(
  args: Readonly<Record<string, unknown>>,
  usual: UsageView = USUAL
): UsageView {
  const text = (name: TextOfView) => {
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
    variables: variablesOf(args.variables ?? usual.variables),
    store: text('store'),
    panel: typeof args.panel === 'number' ? args.panel : null
  };
}

/** What opens a view again. */
export function argsOf(view: UsageView, isTab: boolean): OpenUsageArgs {
  const { dashboard, from, to, refresh, timezone, panel, store } = view;
  return {
    dashboard,
    from,
    to,
    refresh,
    timezone,
    ...(store && { store }),
    ...(Object.keys(view.variables).length > 0 && {
      variables: view.variables
    }),
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
  const { variables, ...args } = argsOf(view, false);
  const query = new URLSearchParams([[USAGE, JSON.stringify(args)]]);
  for (const [name, values] of Object.entries(variables ?? {})) {
    values.forEach(value => query.append(VARIABLE + name, value));
  }
  return `${URLExt.join(base, 'lab')}?${query.toString()}`;
}

/** The view that the query of an address leads to, or null. */
export function viewIn(search: string): UsageView | null {
  const query = new URLSearchParams(search);
  const text = query.get(USAGE);
  if (!text || text.length > LONGEST) {
    return null;
  }
  try {
    const args: unknown = JSON.parse(text);
    return args && typeof args === 'object'
      ? viewOf({ ...args, variables: variablesIn(query) })
      : null;
  } catch {
    return null;
  }
}

function variablesIn(query: URLSearchParams): UsageView['variables'] {
  const names = [...query.keys()].filter(name => name.startsWith(VARIABLE));
  return Object.fromEntries(
    names.map(name => [name.slice(VARIABLE.length), query.getAll(name)])
  );
}

/** The query of an address without what a link puts there. */
export function withoutView(search: string): string {
  const query = new URLSearchParams(search);
  if (query.has(USAGE)) {
    Object.keys(variablesIn(query)).forEach(name =>
      query.delete(VARIABLE + name)
    );
  }
  query.delete(USAGE);
  const rest = query.toString();
  return rest ? `?${rest}` : '';
}
