import * as React from 'react';
import { propertyText } from '../query';
import type { Service } from '../tokens';
import type { IFieldProps } from './ServiceForm';

type Field = NonNullable<Service['fields']>[number];

/** A condition in CQL2, and the properties that it may name. */
export function ConditionField({
  service,
  draft,
  change,
  problemId,
  trans
}: IFieldProps): JSX.Element {
  const input = React.useRef<HTMLInputElement>(null);
  const fields = service.fields ?? [];
  return (
    <div className="jp-CatalogService-group">
      <label className="jp-CatalogService-field">
        <span className="jp-CatalogService-name">
          {trans.__('Condition (CQL2)')}
        </span>
        <input
          ref={input}
          className="jp-CatalogInput jp-CatalogService-condition"
          type="text"
          maxLength={4000}
          spellCheck={false}
          autoComplete="off"
          placeholder={trans.__('"eo:cloud_cover" < 20')}
          value={draft.condition}
          aria-invalid={problemId !== undefined}
          aria-describedby={problemId}
          onChange={event => change({ condition: event.target.value })}
        />
      </label>
      {fields.length > 0 && (
        <Properties
          fields={fields}
          trans={trans}
          choose={name => {
            const before = draft.condition.trimEnd();
            const text = propertyText(name);
            change({ condition: `${before}${before && ' '}${text} ` });
            input.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function Properties({
  fields,
  choose,
  trans
}: Pick<IFieldProps, 'trans'> & {
  readonly fields: readonly Field[];
  readonly choose: (name: string) => void;
}): JSX.Element {
  return (
    <details>
      <summary className="jp-CatalogDetails-summary">
        {trans._n(
          '%1 property for conditions',
          '%1 properties for conditions',
          fields.length
        )}
      </summary>
      <ul className="jp-CatalogService-names">
        {fields.map(field => (
          <li key={field.name}>
            <button
              type="button"
              className="jp-PangeoButton jp-CatalogService-property"
              title={trans.__('Put into the condition')}
              onClick={() => choose(field.name)}
            >
              {field.name}
            </button>{' '}
            <span className="jp-CatalogDetails-hint">{told(field)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What is known of a property beside its name. */
function told({ title, type, allowed, minimum, maximum }: Field): string {
  const range =
    typeof minimum === 'number' || typeof maximum === 'number'
      ? `${minimum ?? '…'} – ${maximum ?? '…'}`
      : '';
  const values = (allowed ?? []).slice(0, 8).map(String).join(', ');
  return [title, type, range, values].filter(Boolean).join(' · ');
}
