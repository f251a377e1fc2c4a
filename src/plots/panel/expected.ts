import type { PlotActions } from '../actions';

/** How what is done ahead follows the panel, until it is disposed. */
export interface IExpectation {
  /** The panel came on the screen, or went. */
  update(isVisible: boolean): void;
  dispose(): void;
}

/**
 * Make the listed plots ready: their scripts are fetched when the page has nothing else to do, and frames are made
 * while the pointer or the focus is in the panel.
 *
 * @param node - of the panel.
 */
export function followExpected(
  node: HTMLElement,
  { ahead, context, model }: PlotActions
): IExpectation {
  let isVisible = false;
  let fetched = '';
  const expected = () => {
    const { cluster, plots } = model.snapshot;
    return isVisible && cluster && plots.phase === 'ready'
      ? {
          client: context.server.client,
          clusterId: cluster.id,
          scripts: model.scripts(cluster.id)
        }
      : null;
  };
  const isNear = () => node.matches(':hover, :focus-within');
  const expect = () => {
    const next = expected();
    if (next) {
      ahead.expect(next);
    }
  };
  const follow = () => {
    const next = expected();
    if (!next) {
      ahead.drop();
    } else if (next.clusterId !== fetched) {
      fetched = next.clusterId;
      whenIdle(() => {
        ahead.fetch(next);
        if (isNear()) {
          expect();
        }
      });
    }
  };
  model.changed.connect(follow);
  node.addEventListener('pointerenter', expect);
  node.addEventListener('focusin', expect);
  return {
    update: shown => {
      isVisible = shown;
      follow();
    },
    dispose: () => {
      isVisible = false;
      model.changed.disconnect(follow);
      node.removeEventListener('pointerenter', expect);
      node.removeEventListener('focusin', expect);
      ahead.drop();
    }
  };
}

function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) {
    window.requestIdleCallback(act);
  } else {
    setTimeout(act);
  }
}
