import { closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { useModel } from '../../ui/useModel';
import { partName, partText } from './filterWords';
import type { IPanelProps } from './props';

/** What narrows the search while the filters themselves are closed; each can be taken away. */
export function FilterChips({ model, trans }: IPanelProps): JSX.Element | null {
  const board = model.searching.filters;
  const { isOpen, parts, filters } = useModel(board);
  if (isOpen || !parts.length) {
    return null;
  }
  return (
    <ul className="jp-CatalogChips" aria-label={trans.__('Active filters')}>
      {parts.map(part => {
        const text = trans.__(
          '%1: %2',
          partName(part, trans),
          partText(part, filters, trans)
        );
        return (
          <li key={part} className="jp-CatalogChips-item">
            <button
              type="button"
              className="jp-CatalogChips-chip"
              aria-label={trans.__('Remove the filter %1', text)}
              title={text}
              onClick={() => board.clear(part)}
            >
              <span className="jp-CatalogChips-text">{text}</span>
              <closeIcon.react className="jp-CatalogChips-icon" tag="span" />
            </button>
          </li>
        );
      })}
      <li className="jp-CatalogChips-item">
        <TextButton
          label={trans.__('Clear filters')}
          onClick={() => board.clear()}
        />
      </li>
    </ul>
  );
}
