import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Remote } from '../api/resource';
import { TextButton } from './Button';
import { Failure } from './Failure';
import { formatAge, formatMoment } from './format';

/** Why a value may be out of date. */
export type Stale = Extract<Remote<unknown>, { phase: 'stale' }>;

export interface IRemoteViewProps<T> {
  readonly snapshot: Remote<T>;
  readonly retry: () => void;
  readonly trans: TranslationBundle;
  readonly isEmpty?: (value: T) => boolean;
  readonly empty?: React.ReactNode;
  /** Rows of the skeleton. */
  readonly rows?: number;
  readonly children: (value: T, stale: Stale | null) => React.ReactNode;
}

/** The four faces of a remote value: loading, failed, empty, full (dimmed where out of date). */
export function RemoteView<T>(props: IRemoteViewProps<T>): JSX.Element {
  const { snapshot, retry, trans, children } = props;
  switch (snapshot.phase) {
    case 'loading':
      return <Skeleton rows={props.rows ?? 3} trans={trans} />;
    case 'failed':
      return <Failure error={snapshot.error} retry={retry} trans={trans} />;
    case 'ready':
      return props.isEmpty?.(snapshot.value) ? (
        <>{props.empty}</>
      ) : (
        <>{children(snapshot.value, null)}</>
      );
    case 'stale':
      return (
        <div className="jp-PangeoRemote jp-mod-stale">
          <StaleNotice stale={snapshot} retry={retry} trans={trans} />
          <div className="jp-PangeoRemote-value">
            {children(snapshot.value, snapshot)}
          </div>
        </div>
      );
  }
}

/** Milliseconds before a skeleton is shown: what is quicker than that should not flicker. */
const PATIENCE = 200;

interface ISkeletonProps {
  readonly rows: number;
  readonly trans: TranslationBundle;
}

function Skeleton({ rows, trans }: ISkeletonProps): JSX.Element {
  const [isVisible, setVisible] = React.useState(false);
  React.useEffect(() => {
    const timer = window.setTimeout(() => setVisible(true), PATIENCE);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div
      className="jp-PangeoSkeleton"
      role="status"
      aria-busy="true"
      aria-label={trans.__('Loading')}
    >
      {isVisible &&
        Array.from({ length: rows }, (_, row) => (
          <div key={row} className="jp-PangeoSkeleton-row" />
        ))}
    </div>
  );
}

interface IStaleNoticeProps {
  readonly stale: Stale;
  readonly retry: () => void;
  readonly trans: TranslationBundle;
}

/** How often the age of a stale value is told anew, milliseconds. */
const AGEING = 10_000;

function StaleNotice(props: IStaleNoticeProps): JSX.Element {
  const { stale, retry, trans } = props;
  const [, tick] = React.useReducer((count: number) => count + 1, 0);
  React.useEffect(() => {
    const timer = window.setInterval(tick, AGEING);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <div className="jp-PangeoRemote-notice" role="status">
      <span title={`${formatMoment(stale.since)}\n${stale.error.message}`}>
        {trans.__('No connection; as of %1', formatAge(stale.since, trans))}
      </span>
      <TextButton label={trans.__('Retry')} onClick={retry} />
    </div>
  );
}
