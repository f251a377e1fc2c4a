import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** Characters of a value that are shown without unfolding it. */
const SHORT = 160;

export interface IFactsProps {
  readonly label: string;
  /** Names and JSON values; empty ones are left out. */
  readonly facts: readonly (readonly [string, unknown])[];
  readonly trans: TranslationBundle;
}

/** Names and values as a table; long values are folded. */
export function Facts({
  label,
  facts,
  trans
}: IFactsProps): JSX.Element | null {
  const told = facts.filter(([, value]) => !isEmpty(value));
  if (!told.length) {
    return null;
  }
  return (
    <table className="jp-CatalogFacts" aria-label={label}>
      <tbody>
        {told.map(([name, value], index) => (
          <tr key={`${name} ${index}`}>
            <th scope="row" className="jp-CatalogFacts-name">
              {name}
            </th>
            <td className="jp-CatalogFacts-value">
              <Value name={name} value={value} trans={trans} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What else a catalog tells, under a heading of its own. */
export function Metadata({
  metadata,
  trans
}: {
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
  readonly trans: TranslationBundle;
}): JSX.Element | null {
  const facts = Object.entries(metadata ?? {});
  return facts.length ? (
    <section>
      <h3 className="jp-CatalogDetails-heading">{trans.__('Metadata')}</h3>
      <Facts label={trans.__('Metadata')} facts={facts} trans={trans} />
    </section>
  ) : null;
}

function Value({
  name,
  value,
  trans
}: {
  readonly name: string;
  readonly value: unknown;
  readonly trans: TranslationBundle;
}): JSX.Element {
  const text = inText(value);
  if (text.length <= SHORT && !text.includes('\n')) {
    return <>{text}</>;
  }
  return (
    <details>
      <summary className="jp-CatalogDetails-summary">
        {trans.__('%1…', text.slice(0, 60))}
      </summary>
      <pre
        className="jp-CatalogCode"
        tabIndex={0}
        role="group"
        aria-label={name}
      >
        {text}
      </pre>
    </details>
  );
}

function inText(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  return Array.isArray(value) && value.every(item => typeof item === 'string')
    ? value.join(', ')
    : JSON.stringify(value, null, typeof value === 'object' ? 2 : 0);
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (Array.isArray(value) && !value.length) ||
    (typeof value === 'object' && !Object.keys(value).length)
  );
}
