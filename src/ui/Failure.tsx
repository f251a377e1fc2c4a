import type { TranslationBundle } from '@jupyterlab/translation';
import { Clipboard } from '@jupyterlab/apputils';
import * as React from 'react';
import { TextButton } from './Button';
import { explain } from './problems';

export interface IFailureProps {
  readonly error: Error;
  readonly trans: TranslationBundle;
  readonly retry?: () => void;
}

/** What failed, why, and the ways on: Retry and Copy details. */
export function Failure({ error, trans, retry }: IFailureProps): JSX.Element {
  const { what, why, details } = explain(error, trans);
  return (
    <div className="jp-PangeoFailure" role="alert">
      <p className="jp-PangeoFailure-what">{what}</p>
      <p className="jp-PangeoFailure-why">{why}</p>
      <div className="jp-PangeoFailure-actions">
        {retry && <TextButton label={trans.__('Retry')} onClick={retry} />}
        <TextButton
          label={trans.__('Copy details')}
          onClick={() => Clipboard.copyToSystem(details)}
        />
      </div>
    </div>
  );
}
