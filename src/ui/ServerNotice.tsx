import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ServerHalf } from '../api/tokens';

export interface IServerNoticeProps {
  readonly half: ServerHalf;
  readonly trans: TranslationBundle;
}

/** A calm word where the server half is absent or of another version; nothing otherwise. */
export function ServerNotice({
  half,
  trans
}: IServerNoticeProps): JSX.Element | null {
  switch (half.phase) {
    case 'missing':
      return (
        <Notice
          what={trans.__('The server half of jupyterlab-pangeo is not there.')}
          remedy={trans.__(
            'Install jupyterlab-pangeo with pip into the environment of the Jupyter server, then restart the server.'
          )}
        />
      );
    case 'mismatch':
      return (
        <Notice
          what={trans.__(
            'This page has version %1, the server has version %2.',
            half.pageVersion,
            half.serverVersion
          )}
          remedy={trans.__(
            'Reload the page; if this notice stays, restart the Jupyter server.'
          )}
        />
      );
    case 'unknown':
    case 'ready':
      return null;
  }
}

interface INoticeProps {
  readonly what: string;
  readonly remedy: string;
}

function Notice({ what, remedy }: INoticeProps): JSX.Element {
  return (
    <div className="jp-PangeoNotice" role="status">
      <p className="jp-PangeoNotice-what">{what}</p>
      <p className="jp-PangeoNotice-remedy">{remedy}</p>
    </div>
  );
}
