import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { groupDigits } from '../../ui/format';
import { RemoteView } from '../../ui/Remote';
import { useModel } from '../../ui/useModel';
import { type FacetName, FACETS, type SearchFacets } from '../filters';
import { BoxPicker } from './BoxPicker';
import { partName, valueName } from './filterWords';
import type { IPanelProps } from './props';
import { slipText } from './words';

export interface IFilterPanelProps extends IPanelProps {
  readonly id: string;
}

/** What a search is narrowed by: values with counts, a box, a time span. */
export function FilterPanel(props: IFilterPanelProps): JSX.Element {
  const { id, model, trans } = props;
  const { filters } = model.searching;
  const { facets, parts } = useModel(filters);
  return (
    <section
      id={id}
      className="jp-CatalogFilters"
      aria-label={trans.__('Filters')}
    >
      <RemoteView
        snapshot={facets ?? { phase: 'loading' }}
        retry={() => void filters.refresh()}
        trans={trans}
        rows={4}
      >
        {value => <Facets {...props} facets={value} />}
      </RemoteView>
      <BoxField {...props} />
      <DatesField {...props} />
      <div className="jp-CatalogDetails-actions">
        <TextButton
          label={trans.__('Clear filters')}
          disabled={parts.length === 0}
          onClick={() => filters.clear()}
        />
      </div>
    </section>
  );
}

function Facets(
  props: IPanelProps & { readonly facets: SearchFacets }
): JSX.Element {
  const { facets, trans } = props;
  const told = FACETS.flatMap(name =>
    facets.facets.filter(facet => facet.name === name && facet.values.length)
  );
  return told.length ? (
    <>
      {told.map(facet => (
        <Facet key={facet.name} {...props} facet={facet} />
      ))}
    </>
  ) : (
    <p className="jp-CatalogDetails-hint">
      {trans.__('No entry fits, so there are no values to choose from.')}
    </p>
  );
}

interface IFacetProps extends IPanelProps {
  readonly facet: SearchFacets['facets'][number];
}

/** One facet; its values are drawn only while it is open. */
function Facet(props: IFacetProps): JSX.Element {
  const { facet, model, trans } = props;
  const { filters } = useModel(model.searching.filters);
  const chosen = filters.chosen[facet.name] ?? [];
  const [isOpen, setOpen] = React.useState(chosen.length > 0);
  return (
    <details
      className="jp-CatalogFacets-column"
      open={isOpen}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary className="jp-CatalogDetails-summary jp-CatalogFacets-name">
        <span className="jp-CatalogFacets-label">
          {partName(facet.name, trans)}
        </span>
        <span className="jp-CatalogFacets-figure">
          {chosen.length
            ? trans._n('%1 chosen', '%1 chosen', chosen.length)
            : groupDigits(facet.total)}
        </span>
      </summary>
      {isOpen && <Values {...props} chosen={chosen} />}
    </details>
  );
}

function Values({
  facet,
  chosen,
  model,
  trans
}: IFacetProps & { readonly chosen: readonly string[] }): JSX.Element {
  const { name, values, total } = facet;
  const hidden = total - values.length;
  return (
    <>
      <ul
        className="jp-CatalogFacets-values"
        aria-label={partName(name, trans)}
      >
        {values.map(({ value, count }) => (
          <li key={value}>
            <label className="jp-CatalogFacets-value">
              <input
                className="jp-CatalogFacets-box"
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={event =>
                  choose(model, name, value, event.target.checked)
                }
              />
              <span className="jp-CatalogFacets-label" title={value}>
                {valueName(name, value, trans)}
              </span>
              <span className="jp-CatalogFacets-figure">
                {groupDigits(count)}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <p className="jp-CatalogDetails-hint">
          {trans._n(
            '%2 more value; search by words to narrow them.',
            '%2 more values; search by words to narrow them.',
            hidden,
            groupDigits(hidden)
          )}
        </p>
      )}
    </>
  );
}

function choose(
  model: IPanelProps['model'],
  name: FacetName,
  value: string,
  isChosen: boolean
): void {
  model.searching.filters.choose(name, value, isChosen);
}

function BoxField({ model, trans }: IPanelProps): JSX.Element {
  const board = model.searching.filters;
  const { filters, slip } = useModel(board);
  const problemId = React.useId();
  return (
    <>
      <BoxPicker
        box={filters.box}
        onChange={box => board.change({ box })}
        problemId={slip ? problemId : undefined}
        trans={trans}
      />
      {slip && (
        <p id={problemId} className="jp-CatalogProblem" role="status">
          {slipText(slip, trans)}
        </p>
      )}
    </>
  );
}

function DatesField({ model, trans }: IPanelProps): JSX.Element {
  const board = model.searching.filters;
  const { filters, isReversed } = useModel(board);
  const problemId = React.useId();
  const ends = [
    ['start', trans.__('From')],
    ['end', trans.__('To')]
  ] as const;
  return (
    <fieldset className="jp-CatalogService-group">
      <legend className="jp-CatalogService-legend">
        {trans.__('Time span')}
      </legend>
      <div className="jp-CatalogService-box jp-mod-dates">
        {ends.map(([name, label]) => (
          <label key={name} className="jp-CatalogService-number">
            <span className="jp-CatalogService-name">{label}</span>
            <input
              className="jp-CatalogInput"
              type="date"
              value={filters[name]}
              aria-invalid={isReversed}
              aria-describedby={isReversed ? problemId : undefined}
              onChange={event => board.change({ [name]: event.target.value })}
            />
          </label>
        ))}
      </div>
      {isReversed && (
        <p id={problemId} className="jp-CatalogProblem" role="status">
          {trans.__('The last day lies before the first.')}
        </p>
      )}
    </fieldset>
  );
}
