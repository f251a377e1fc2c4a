import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { groupDigits } from '../../ui/format';
import type { IAsked, INoteRow } from '../tokens';
import { filterName } from './words';

export interface INoteProps {
  readonly row: INoteRow;
  /** Whether the row in view above it says the same already. */
  readonly isRepeated: boolean;
  readonly trans: TranslationBundle;
}

/** What a line says that stands for what is not there (yet), and what a click on it does. */
export function NoteRow(props: INoteProps): JSX.Element {
  const { row, isRepeated, trans } = props;
  if (isRepeated) {
    return <span className="jp-PangeoHidden">{trans.__('Not loaded')}</span>;
  }
  const { text, action } = wordsOf(row, trans);
  return (
    <span
      className={`jp-CatalogTree-note jp-mod-${row.note}`}
      title={text || undefined}
    >
      {text && <span className="jp-CatalogTree-noteText">{text}</span>}
      {action && <span className="jp-CatalogTree-noteAction">{action}</span>}
    </span>
  );
}

interface IWords {
  readonly text: string;
  readonly action?: string;
}

function wordsOf(row: INoteRow, trans: TranslationBundle): IWords {
  switch (row.note) {
    case 'loading':
    case 'more':
      return { text: trans.__('Loading…') };
    case 'empty':
      return { text: trans.__('No entries') };
    case 'failed':
      return { text: row.message, action: trans.__('Try again') };
    case 'hint':
      return { text: row.asked ? hintText(row.asked, trans) : '' };
    case 'service':
      return row.asked ? serviceWords(row.asked, row.message, trans) : NOTHING;
  }
}

const NOTHING: IWords = { text: '' };

function serviceWords(
  asked: IAsked,
  message: string,
  trans: TranslationBundle
): IWords {
  const { title, phase, matched } = asked;
  switch (phase) {
    case 'idle':
      return { text: '', action: trans.__('Ask %1', title) };
    case 'asking':
      return {
        text: trans.__('Asking %1…', title),
        action: trans.__('Cancel')
      };
    case 'failed':
      return {
        text: trans.__('%1: %2', title, message),
        action: trans.__('Try again')
      };
    case 'unable':
      return { text: unableText(asked, trans) };
    case 'ready': {
      const found =
        matched === null
          ? title
          : trans._n(
              '%2 record of %3',
              '%2 records of %3',
              matched,
              groupDigits(matched),
              title
            );
      return {
        // Keeping it may have failed.
        text: message ? trans.__('%1: %2', found, message) : found,
        action: trans.__('Keep as search')
      };
    }
  }
}

function unableText(
  { title, missing }: IAsked,
  trans: TranslationBundle
): string {
  return trans.__('%1 cannot search by %2.', title, listed(missing, trans));
}

function hintText(
  { title, missing }: IAsked,
  trans: TranslationBundle
): string {
  return trans.__(
    '%1 cannot search by %2; its results are not narrowed by it.',
    title,
    listed(missing, trans)
  );
}

function listed(missing: IAsked['missing'], trans: TranslationBundle): string {
  return missing.map(filter => filterName(filter, trans)).join(', ');
}
