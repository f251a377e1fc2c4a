import { command } from '../ui/command';

// A type and not an interface: only that has the index signature that JSON asks for.
export type OpenUsageArgs = {
  dashboard?: string;
  from?: string;
  to?: string;
  refresh?: string;
  timezone?: string;
  store?: string;
  variables?: Record<string, string[]>;
  panel?: number;
  isTab?: boolean;
  isPage?: boolean;
};

/** Opens a dashboard that was pinned to the launcher; there only where one was. */
export const openPinned = command<{ dashboard: string; title?: string }>(
  'pangeo:open-pinned-dashboard',
  {
    dashboard: { type: 'string', description: 'Id of the dashboard' },
    title: { type: 'string', description: 'Words on the card' }
  },
  ['dashboard']
);

/** Opens the tab Usage, or one of its panels in a tab of its own. */
export const openUsage = command<OpenUsageArgs>('pangeo:open-usage', {
  dashboard: { type: 'string', description: 'Id of the dashboard' },
  from: { type: 'string', description: 'Begin, as now-6h' },
  to: { type: 'string', description: 'End, as now' },
  refresh: { type: 'string', description: 'How often anew, as 15s' },
  timezone: { type: 'string', description: 'browser, utc or a name' },
  store: { type: 'string', description: 'Name of the Prometheus to ask' },
  variables: {
    type: 'object',
    description: 'Lists of chosen values by the names of variables'
  },
  panel: { type: 'number', description: 'Id of the only panel to show' },
  isTab: { type: 'boolean', description: 'The panel in a tab of its own' },
  isPage: { type: 'boolean', description: 'The page of the Grafana it is in' }
});
