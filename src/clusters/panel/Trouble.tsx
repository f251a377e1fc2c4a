import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Cluster } from '../tokens';
import { withoutTime } from './words';

export interface ITroubleProps {
  readonly cluster: Cluster;
  readonly trans: TranslationBundle;
}

/** Why a cluster failed, was lost, or does not answer: the cause in the words of what failed. */
export function Trouble({ cluster, trans }: ITroubleProps): JSX.Element {
  const { logTail = [], reason } = cluster;
  const cause = reason?.message ?? trans.__('The cause is not known.');
  return (
    <div className="jp-ClusterPanel-trouble">
      <p className="jp-ClusterPanel-cause" title={cause}>
        {cause}
      </p>
      {logTail.length > 0 && (
        <p className="jp-ClusterPanel-lastLine" title={logTail.join('\n')}>
          {withoutTime(logTail[logTail.length - 1])}
        </p>
      )}
    </div>
  );
}
