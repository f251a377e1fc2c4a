import type { DockLayout } from '@lumino/widgets';
import { plainName } from './names';

/** Where a plot of a layout goes. */
export interface IPlace {
  readonly mode: DockLayout.InsertMode;
  /** Name of the plot that the mode is relative to; null is the tab in front. */
  readonly ref: string | null;
}

/** One plot of a layout with its place. */
export interface IStep extends IPlace {
  readonly plot: string;
}

/** What a settings file can hold for a layout. */
export type Layout = Readonly<
  Record<string, { readonly mode?: string; readonly ref?: string | null }>
>;

const MODES: ReadonlySet<string> = new Set<DockLayout.InsertMode>([
  'split-top',
  'split-left',
  'split-right',
  'split-bottom',
  'tab-before',
  'tab-after'
]);

/**
 * The plots of a layout in an order in which each one's neighbour is there before it.
 *
 * A neighbour that is not in the layout, or that waits for this very plot, counts as none.
 */
export function stepsOf(layout: Layout): IStep[] {
  const waiting = new Map<string, IPlace>();
  for (const [name, { mode, ref }] of Object.entries(layout)) {
    waiting.set(plainName(name), {
      mode: (MODES.has(mode ?? '') ? mode : 'split-right') as IPlace['mode'],
      ref: ref ? plainName(ref) : null
    });
  }
  const steps: IStep[] = [];
  while (waiting.size) {
    const next =
      [...waiting].find(([, { ref }]) => ref === null || !waiting.has(ref)) ??
      [...waiting][0];
    const [plot, { mode, ref }] = next;
    waiting.delete(plot);
    const isThere = steps.some(step => step.plot === ref);
    steps.push({ plot, mode, ref: isThere ? ref : null });
  }
  return steps;
}
