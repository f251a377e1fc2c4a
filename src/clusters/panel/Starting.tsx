import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { formatDuration } from '../../ui/format';
import type { Cluster } from '../tokens';
import { stepInWords, withoutTime } from './words';

export interface IStartingProps {
  readonly cluster: Cluster;
  readonly trans: TranslationBundle;
}

const MARKS = { waiting: '·', active: '…', done: '✓', failed: '✕' } as const;

/** The steps of a start, how long it takes so far, and the last line of its log. */
export function Starting({ cluster, trans }: IStartingProps): JSX.Element {
  const { asked, connected, submitted } = cluster.workers;
  const lastLine = cluster.logTail?.[cluster.logTail.length - 1];
  return (
    <div className="jp-ClusterPanel-starting">
      <ol className="jp-ClusterPanel-steps">
        {cluster.steps.length === 0 && (
          <li data-state="active">
            {`${MARKS.active} `}
            {trans.__('Asking the server')}
          </li>
        )}
        {cluster.steps.map(({ id, state }) => (
          <li key={id} data-state={state}>
            <span aria-hidden="true">{`${MARKS[state]} `}</span>
            {stepInWords(id, trans)}
            {state === 'done' && (
              <span className="jp-PangeoHidden">{trans.__('done')}</span>
            )}
          </li>
        ))}
      </ol>
      <p className="jp-ClusterPanel-line">
        <Elapsed since={cluster.startedAt} trans={trans} />
        {asked > 0 && (
          <span>
            {trans.__(
              'Asked %1 · submitted %2 · connected %3',
              asked,
              submitted,
              connected
            )}
          </span>
        )}
      </p>
      {cluster.reason && (
        <p className="jp-ClusterPanel-line">{cluster.reason.message}</p>
      )}
      {lastLine && (
        <p className="jp-ClusterPanel-lastLine" title={lastLine}>
          {withoutTime(lastLine)}
        </p>
      )}
    </div>
  );
}

interface IElapsedProps {
  readonly since: string;
  readonly trans: TranslationBundle;
}

function Elapsed({ since, trans }: IElapsedProps): JSX.Element {
  const [now, tick] = React.useReducer(() => Date.now(), Date.now());
  React.useEffect(() => {
    const timer = window.setInterval(tick, 1000);
    return () => window.clearInterval(timer);
  }, []);
  // The server's clock may differ from ours by a little: never less than nothing.
  const seconds = Math.max(0, (now - Date.parse(since)) / 1000);
  return (
    <span className="jp-PangeoQuantity" aria-live="off">
      {formatDuration(seconds, trans)}
    </span>
  );
}
