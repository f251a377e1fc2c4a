import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { groupDigits } from '../../ui/format';
import { useModel } from '../../ui/useModel';
import type { ISelection } from '../tokens';
import { keyOf } from '../keys';
import type { IEntryProps } from './EntryView';
import { ServiceForm } from './ServiceForm';

/** What an entry has to do with a remote service: it is a search in one, or can be searched itself. */
export function RemoteSection(props: IEntryProps): JSX.Element | null {
  const { catalogId, id, query, service } = props.details;
  if (query) {
    return <SearchView {...props} />;
  }
  return service ? (
    <ServiceForm
      {...props}
      service={service}
      place={{ catalogId, entryId: id }}
    />
  ) : null;
}

/** How far a search in a remote service is, what can be done with it, and its form where it is edited. */
function SearchView(props: IEntryProps): JSX.Element {
  const { details, model, view, trans } = props;
  const { catalogId, id, parentId, query, service } = details;
  const { editing } = useModel(view);
  const [problem, setProblem] = React.useState<Error | null>(null);
  const key = keyOf(catalogId, id);
  const isEditing = editing === key;
  const place: ISelection = { catalogId, entryId: parentId };
  const attempt = (work: Promise<unknown>): void => {
    setProblem(null);
    work.catch(thrown =>
      setProblem(thrown instanceof Error ? thrown : new Error(String(thrown)))
    );
  };
  return (
    <>
      <p className="jp-CatalogService-state" role="status">
        {stateText(props)}
      </p>
      <div className="jp-CatalogDetails-actions">
        <TextButton
          label={
            details.childState === 'failed'
              ? trans.__('Retry')
              : trans.__('Search again')
          }
          disabled={details.childState === 'loading'}
          onClick={() => attempt(model.remote.begin(place, query ?? {}))}
        />
        {service && (
          <TextButton
            label={trans.__('Edit search')}
            aria-expanded={isEditing}
            onClick={() => view.edit(isEditing ? null : key)}
          />
        )}
        <TextButton
          isDanger
          label={trans.__('Remove search')}
          onClick={() => attempt(model.remote.end(catalogId, id))}
        />
      </div>
      {problem && <Failure error={problem} trans={trans} />}
      {isEditing && service && (
        <ServiceForm
          {...props}
          service={service}
          place={place}
          query={query}
          onBegun={() => view.edit(null)}
        />
      )}
    </>
  );
}

function stateText({ details, trans }: IEntryProps): string {
  switch (details.childState) {
    case 'loading':
      return trans.__('Searching…');
    case 'failed':
      return trans.__('The search failed.');
    case 'ready': {
      const { matched, returned } = details.metadata as {
        matched?: unknown;
        returned?: unknown;
      };
      return typeof matched === 'number' && typeof returned === 'number'
        ? trans._n(
            '%2 record found, %3 of them on the first page',
            '%2 records found, %3 of them on the first page',
            matched,
            groupDigits(matched),
            groupDigits(returned)
          )
        : trans.__('What was found stands below the search in the tree.');
    }
    default:
      return trans.__('Open it in the tree to search.');
  }
}
