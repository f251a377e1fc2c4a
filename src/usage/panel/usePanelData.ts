import * as React from 'react';
import type { IPanelData, IUsageModel, Remote } from '../tokens';

/** What is known for a panel; only its own changes render it again. */
export function usePanelData(
  model: IUsageModel,
  panelId: number
): Remote<IPanelData> {
  const subscribe = React.useCallback(
    (notify: () => void) => {
      const slot = (_: IUsageModel, ids: ReadonlySet<number>) => {
        if (ids.has(panelId)) {
          notify();
        }
      };
      model.dataChanged.connect(slot);
      return () => void model.dataChanged.disconnect(slot);
    },
    [model, panelId]
  );
  return React.useSyncExternalStore(subscribe, () => model.data(panelId));
}

/** Tell the model whether an element is in view: what is not is not asked for. */
export function useInView(
  ref: React.RefObject<HTMLElement>,
  model: IUsageModel,
  panelId: number
): void {
  React.useEffect(() => {
    const node = ref.current;
    if (!node) {
      return;
    }
    const observer = new IntersectionObserver(
      entries => {
        model.look(panelId, entries[entries.length - 1].isIntersecting);
      },
      // What is about to come into view is asked for.
      { rootMargin: '200px' }
    );
    observer.observe(node);
    return () => {
      observer.disconnect();
      model.look(panelId, false);
    };
  }, [ref, model, panelId]);
}
