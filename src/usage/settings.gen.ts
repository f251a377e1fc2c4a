// Generated from schema/usage.json; change that and run `npm run gen`.

/**
 * Id of the dashboard that a new tab Usage shows: my-usage or dask.
 */
export type Dashboard = string;
/**
 * How far back a new tab Usage looks, as 1h, 6h, 2d.
 */
export type Time = string;
/**
 * How often a new tab Usage asks anew while it is in view, as 15s, 1m; empty is by hand.
 */
export type Refresh = string;
/**
 * Name of the Prometheus that a new tab Usage asks, as it was chosen last; empty is the first.
 */
export type Prometheus = string;
/**
 * What one processor core costs for an hour; 0 is no price. With one, My usage estimates costs.
 */
export type PriceOfACoreHour = number;
/**
 * What one GiB of memory costs for an hour; 0 is no price. With one, My usage estimates costs.
 */
export type PriceOfAGiBHourOfMemory = number;
/**
 * Sign or code that stands with costs, as €, $, EUR or credits.
 */
export type Currency = string;
export type IdOfTheDashboard = string;
export type WordsOnTheCard = string;
/**
 * Dashboards that were pinned to Lab's launcher, in the order of their cards.
 *
 * @maxItems 50
 */
export type DashboardsInTheLauncher = {
  dashboard: IdOfTheDashboard;
  title: WordsOnTheCard;
}[];
/**
 * Show what your kernels, terminals and clusters on the server use, once one of them runs. Takes effect when the page is reloaded.
 */
export type MemoryInTheStatusBar = boolean;
/**
 * From this share on, or when it is a minute away, a notification names the kernel that holds most. 0 is never. Takes effect when the page is reloaded.
 */
export type WarnBeforeMemoryRunsOutPercentOfTheLimit = number;

/**
 * What notebooks and clusters use.
 */
export interface Settings {
  dashboard?: Dashboard;
  range?: Time;
  refresh?: Refresh;
  store?: Prometheus;
  corePrice?: PriceOfACoreHour;
  memoryPrice?: PriceOfAGiBHourOfMemory;
  currency?: Currency;
  pins?: DashboardsInTheLauncher;
  statusItem?: MemoryInTheStatusBar;
  memoryWarning?: WarnBeforeMemoryRunsOutPercentOfTheLimit;
}
