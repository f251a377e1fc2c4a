import { searchIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { useModel } from '../../ui/useModel';
import type { IPanelProps } from './props';

/** The box for words to look for; Escape clears it. */
export function SearchBox({ model, view, trans }: IPanelProps): JSX.Element {
  const { search } = useModel(model);
  const { searches } = useModel(view);
  const input = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => {
    if (searches > 0) {
      input.current?.focus();
      input.current?.select();
    }
  }, [searches]);
  return (
    <div className="jp-CatalogBrowser-search">
      <searchIcon.react className="jp-CatalogBrowser-searchIcon" tag="span" />
      <input
        ref={input}
        type="search"
        className="jp-CatalogInput"
        aria-label={trans.__('Search catalogs')}
        placeholder={trans.__('Search catalogs')}
        spellCheck={false}
        value={search.query}
        onChange={event => model.search(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape' && search.query) {
            event.stopPropagation();
            model.search('');
          }
        }}
      />
    </div>
  );
}
