import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { EntryDetails } from '../tokens';
import { webAddress } from '../../ui/scrub';

export interface ILinksProps {
  readonly links: EntryDetails['links'];
  readonly trans: TranslationBundle;
}

/** Links to the web; others are not offered. */
export function Links({ links, trans }: ILinksProps): JSX.Element | null {
  const offered = (links ?? []).flatMap(({ url, title }) => {
    const href = webAddress(url);
    return href ? [{ href, title: title || href }] : [];
  });
  if (!offered.length) {
    return null;
  }
  return (
    <ul className="jp-CatalogDetails-links" aria-label={trans.__('Links')}>
      {offered.map(({ href, title }, index) => (
        <li key={index}>
          <a
            className="jp-PangeoMarkdown-link"
            href={href}
            target="_blank"
            rel="noopener noreferrer"
          >
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}
