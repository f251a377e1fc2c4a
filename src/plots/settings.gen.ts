// Generated from schema/plots.json; change that and run `npm run gen`.

export type Place = (
  Above | ToTheLeft | ToTheRight | Below | AsTheTabBefore | AsTheTabAfter
) &
  string;
export type Above = 'split-top';
export type ToTheLeft = 'split-left';
export type ToTheRight = 'split-right';
export type Below = 'split-bottom';
export type AsTheTabBefore = 'tab-before';
export type AsTheTabAfter = 'tab-after';
export type RelativeTo = string | null;

/**
 * Views of Dask clusters in tabs.
 */
export interface Settings {
  defaultLayout?: LayoutEveryday;
}
/**
 * Plots that are opened together: for each the place where it goes and, in `ref`, the plot that this place is relative to; null is the tab in front.
 */
export interface LayoutEveryday {
  [k: string]: {
    mode: Place;
    ref?: RelativeTo;
  };
}
