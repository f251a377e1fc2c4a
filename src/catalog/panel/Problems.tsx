import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { CatalogProblem } from '../tokens';

export interface IProblemsProps {
  readonly problems: readonly CatalogProblem[];
  readonly trans: TranslationBundle;
}

/** What is wrong, each with its reason. */
export function Problems({
  problems,
  trans
}: IProblemsProps): JSX.Element | null {
  if (!problems.length) {
    return null;
  }
  return (
    <ul className="jp-CatalogProblems" aria-label={trans.__('Problems')}>
      {problems.map(({ code, message, severity = 'error' }, index) => (
        <li
          key={`${code} ${index}`}
          className="jp-CatalogProblem"
          data-severity={severity}
        >
          <span className="jp-CatalogProblem-severity">
            {severityName(severity, trans)}
          </span>
          {message}
        </li>
      ))}
    </ul>
  );
}

function severityName(
  severity: NonNullable<CatalogProblem['severity']>,
  trans: TranslationBundle
): string {
  switch (severity) {
    case 'error':
      return trans.__('Error');
    case 'warning':
      return trans.__('Warning');
    case 'information':
      return trans.__('Note');
  }
}
