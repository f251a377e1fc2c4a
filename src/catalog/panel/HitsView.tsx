import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { groupDigits } from '../../ui/format';
import { RemoteView } from '../../ui/Remote';
import { useModel } from '../../ui/useModel';
import { partName } from './filterWords';
import type { IPanelProps } from './props';
import { Tree } from './Tree';

/** What was found in everything indexed, and below it what remote services answered. */
export function HitsView(props: IPanelProps): JSX.Element {
  const { model, trans } = props;
  const { search, rows } = useModel(model);
  return (
    <RemoteView
      snapshot={search.hits ?? { phase: 'loading' }}
      retry={() => void model.searching.again()}
      trans={trans}
      rows={6}
    >
      {hits => (
        <>
          {hits.total > 0 ? (
            <p className="jp-CatalogBrowser-count" role="status">
              {trans._n(
                '%2 entry found',
                '%2 entries found',
                hits.total,
                groupDigits(hits.total)
              )}
            </p>
          ) : (
            <Nothing {...props} />
          )}
          {rows.length > 0 && (
            <Tree {...props} label={trans.__('Entries found')} />
          )}
        </>
      )}
    </RemoteView>
  );
}

/** Nothing is found: which filter is in the way, or that words find only what was opened. */
function Nothing({ model, trans }: IPanelProps): JSX.Element {
  const { search } = useModel(model);
  const { filters } = model.searching;
  const { parts } = useModel(filters);
  const query = search.query.trim();
  return (
    <div className="jp-CatalogNothing" role="status">
      <p className="jp-CatalogNothing-message">
        {query
          ? trans.__(
              'No entry matches “%1”. Catalogs inside of others are searched once they were opened.',
              query
            )
          : trans.__('No entry fits the filters.')}
      </p>
      <div className="jp-CatalogDetails-actions">
        {search.looser.map(({ part, total }) => (
          <TextButton
            key={part}
            label={trans._n(
              'Without %2: %3 entry',
              'Without %2: %3 entries',
              total,
              partName(part, trans),
              groupDigits(total)
            )}
            onClick={() => filters.clear(part)}
          />
        ))}
        {query && (
          <TextButton
            label={trans.__('Clear the search')}
            onClick={() => model.search('')}
          />
        )}
        {parts.length > 0 && (
          <TextButton
            label={trans.__('Clear filters')}
            onClick={() => filters.clear()}
          />
        )}
      </div>
    </div>
  );
}
