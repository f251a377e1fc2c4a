import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { groupDigits } from '../../ui/format';
import { RemoteView } from '../../ui/Remote';
import { useModel } from '../../ui/useModel';
import type { EntryDetails, Facets, IFacetState } from '../tokens';
import type { IPanelProps } from './props';

type Column = Facets['columns'][number];

/** Values below which a search in them is of no use. */
const FEW = 8;

const ORDER = new Intl.Collator(undefined, { numeric: true });

/** The columns of a collection: choosing values in one narrows the others. */
export function FacetList(
  props: IPanelProps & { readonly details: EntryDetails }
): JSX.Element {
  const { details, model, trans } = props;
  const facets = useModel(model.facets);
  if (facets) {
    return (
      <RemoteView
        snapshot={facets.facets}
        retry={() => void model.facets.refresh(null)}
        trans={trans}
        rows={6}
      >
        {value => <Columns {...props} state={facets} facets={value} />}
      </RemoteView>
    );
  }
  return (
    <p className="jp-CatalogDetails-hint" role="status">
      {details.childState === 'failed'
        ? trans.__('The collection could not be read; Refresh tries again.')
        : trans.__('Reading the collection…')}
    </p>
  );
}

interface IColumnsProps extends IPanelProps {
  readonly state: IFacetState;
  readonly facets: Facets;
}

function Columns(props: IColumnsProps): JSX.Element {
  const { state, facets, model, trans } = props;
  const isChosen = Object.keys(state.chosen).length > 0;
  const datasets = trans._n(
    '%1 dataset',
    '%1 datasets',
    facets.datasetCount,
    groupDigits(facets.datasetCount)
  );
  return (
    <section className="jp-CatalogFacets" aria-label={trans.__('Facets')}>
      <div className="jp-CatalogFacets-head">
        <span className="jp-CatalogFacets-total" role="status">
          {trans._n(
            '%2 asset in %3',
            '%2 assets in %3',
            facets.assetCount,
            groupDigits(facets.assetCount),
            datasets
          )}
        </span>
        <TextButton
          label={trans.__('Clear all')}
          disabled={!isChosen}
          onClick={() => model.facets.clear()}
        />
      </div>
      {(facets.unknown ?? []).length > 0 && (
        <p className="jp-CatalogDetails-hint">
          {trans.__(
            'Chosen before, but no longer a column: %1',
            (facets.unknown ?? []).join(', ')
          )}
        </p>
      )}
      {facets.columns.map((column, place) => (
        <FacetColumn
          key={column.name}
          {...props}
          column={column}
          isFirst={place === 0}
        />
      ))}
    </section>
  );
}

interface IColumnProps extends IColumnsProps {
  readonly column: Column;
  readonly isFirst: boolean;
}

/** One column; its values are drawn only while it is open. */
function FacetColumn(props: IColumnProps): JSX.Element {
  const { column, state, trans } = props;
  const chosen = state.chosen[column.name] ?? [];
  const [isOpen, setOpen] = React.useState(props.isFirst || chosen.length > 0);
  return (
    <details
      className="jp-CatalogFacets-column"
      open={isOpen}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary className="jp-CatalogDetails-summary jp-CatalogFacets-name">
        <span className="jp-CatalogFacets-label" title={column.name}>
          {column.name}
        </span>
        <span className="jp-CatalogFacets-figure">
          {chosen.length
            ? trans._n('%1 chosen', '%1 chosen', chosen.length)
            : groupDigits(column.total)}
        </span>
      </summary>
      {isOpen && <Values {...props} chosen={chosen} />}
    </details>
  );
}

function Values(
  props: IColumnProps & { readonly chosen: readonly string[] }
): JSX.Element {
  const { column, chosen, state, model, trans } = props;
  const text = state.containing[column.name] ?? '';
  const values = [...column.values].sort((one, other) =>
    ORDER.compare(one.value, other.value)
  );
  return (
    <>
      <div className="jp-CatalogFacets-tools">
        {(column.total > FEW || text !== '') && (
          <input
            className="jp-CatalogInput jp-CatalogFacets-search"
            type="search"
            aria-label={trans.__('Search the values of %1', column.name)}
            placeholder={trans.__('Search values')}
            spellCheck={false}
            value={text}
            onChange={event =>
              model.facets.search(column.name, event.target.value)
            }
          />
        )}
        {chosen.length > 0 && (
          <TextButton
            label={trans.__('Clear')}
            aria-label={trans.__('Clear %1', column.name)}
            onClick={() => model.facets.clear(column.name)}
          />
        )}
      </div>
      <ul className="jp-CatalogFacets-values" aria-label={column.name}>
        {values.map(({ value, count }) => (
          <li key={value}>
            <label className="jp-CatalogFacets-value">
              <input
                className="jp-CatalogFacets-box"
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={event =>
                  model.facets.choose(column.name, value, event.target.checked)
                }
              />
              <span className="jp-CatalogFacets-label" title={value}>
                {value === '' ? trans.__('(empty)') : value}
              </span>
              <span className="jp-CatalogFacets-figure">
                {groupDigits(count)}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <Rest column={column} text={text} trans={trans} />
    </>
  );
}

function Rest({
  column,
  text,
  trans
}: Pick<IColumnProps, 'column' | 'trans'> & {
  readonly text: string;
}): JSX.Element | null {
  const hidden = column.total - column.values.length;
  const note =
    column.total === 0
      ? text
        ? trans.__('No value contains “%1”.', text)
        : trans.__('No value fits the choice in the other columns.')
      : hidden > 0
        ? trans._n(
            '%2 more value; search to find it.',
            '%2 more values; search to find them.',
            hidden,
            groupDigits(hidden)
          )
        : null;
  return note === null ? null : (
    <p className="jp-CatalogDetails-hint">{note}</p>
  );
}
