import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Cluster } from '../tokens';
import { stateInWords } from './words';

export interface IStateMarkProps {
  readonly cluster: Cluster;
  readonly trans: TranslationBundle;
}

/** The state as a shape and a colour; its word is the name and the tooltip. */
export function StateMark({ cluster, trans }: IStateMarkProps): JSX.Element {
  const word = stateInWords(cluster.state, trans);
  return (
    <svg
      className="jp-ClusterPanel-state"
      viewBox="0 0 12 12"
      role="img"
      aria-label={word}
    >
      <title>{word}</title>
      {shapeOf(cluster)}
    </svg>
  );
}

const CIRCLE = (
  <circle className="jp-ClusterPanel-stateFill" cx="6" cy="6" r="5" />
);
const RING = (
  <circle className="jp-ClusterPanel-stateLine" cx="6" cy="6" r="4" />
);
const HALF = (
  <>
    {RING}
    <path className="jp-ClusterPanel-stateFill" d="M6 2a4 4 0 0 1 0 8z" />
  </>
);
const WARNING = (
  <path className="jp-ClusterPanel-stateLine" d="M6 1.5 11 10.5H1zM6 5v2.500" />
);
const CROSS = (
  <path className="jp-ClusterPanel-stateLine" d="m2.500 2.500 7 7m0-7-7 7" />
);

const SHAPES: Readonly<Record<Cluster['state'], JSX.Element>> = {
  queued: HALF,
  starting: HALF,
  running: CIRCLE,
  scaling: CIRCLE,
  unreachable: WARNING,
  lost: CROSS,
  failed: CROSS,
  closing: HALF,
  closed: CROSS
};

/** A ring instead of a disc says that the cluster is not ours to end. */
function shapeOf({ origin, state }: Cluster): JSX.Element {
  const shape = SHAPES[state];
  return shape === CIRCLE && origin !== 'started' ? RING : shape;
}
