import { filterIcon, searchIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { useModel } from '../../ui/useModel';
import { FilterChips } from './FilterChips';
import { FilterPanel } from './FilterPanel';
import type { IPanelProps } from './props';

/** Letters that the server takes. */
const MOST = 500;

/** The box for words to look for, and the filters below it; Escape clears the words. */
export function SearchBox(props: IPanelProps): JSX.Element {
  const { model, trans } = props;
  const { isOpen, parts } = useModel(model.searching.filters);
  const id = React.useId();
  return (
    <>
      <div className="jp-CatalogBrowser-search">
        <searchIcon.react className="jp-CatalogBrowser-searchIcon" tag="span" />
        <Words {...props} />
        <TextButton
          label={
            parts.length
              ? trans.__('Filters (%1)', parts.length)
              : trans.__('Filters')
          }
          icon={filterIcon}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => model.searching.filters.open(!isOpen)}
        />
      </div>
      {isOpen && <FilterPanel {...props} id={id} />}
      <FilterChips {...props} />
    </>
  );
}

function Words({ model, view, trans }: IPanelProps): JSX.Element {
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
    <input
      ref={input}
      type="search"
      className="jp-CatalogInput"
      aria-label={trans.__('Search catalogs')}
      placeholder={trans.__('Search catalogs')}
      spellCheck={false}
      maxLength={MOST}
      value={search.query}
      onChange={event => model.search(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Escape' && search.query) {
          event.stopPropagation();
          model.search('');
        }
      }}
    />
  );
}
