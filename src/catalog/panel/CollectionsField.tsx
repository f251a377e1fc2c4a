import { closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { IconButton } from '../../ui/Button';
import type { IFieldProps } from './ServiceForm';

/** Ids of collections: typed with suggestions, each chosen one with a button that takes it away. */
export function CollectionsField({
  service,
  draft,
  change,
  problemId,
  trans
}: IFieldProps): JSX.Element {
  const [typed, setTyped] = React.useState('');
  const listId = React.useId();
  const known = service.collections ?? [];
  const open = known.filter(id => !draft.collections.includes(id));
  const add = (name: string): void => {
    const id = name.trim();
    setTyped('');
    if (id && !draft.collections.includes(id)) {
      change({ collections: [...draft.collections, id] });
    }
  };
  return (
    <div className="jp-CatalogService-group">
      <label className="jp-CatalogService-field">
        <span className="jp-CatalogService-name">
          {trans.__('Collections')}
        </span>
        <input
          className="jp-CatalogInput"
          type="text"
          list={listId}
          maxLength={500}
          spellCheck={false}
          autoComplete="off"
          placeholder={trans.__('all')}
          value={typed}
          aria-invalid={problemId !== undefined}
          aria-describedby={problemId}
          onChange={event => {
            // One picked from the suggestions comes whole.
            const { value } = event.target;
            if (known.includes(value) && isPicked(event.nativeEvent)) {
              add(value);
            } else {
              setTyped(value);
            }
          }}
          onBlur={() => add(typed)}
          onKeyDown={event => {
            if (event.key === 'Enter' && typed.trim()) {
              event.preventDefault();
              add(typed);
            }
          }}
        />
      </label>
      <Suggestions id={listId} ids={open} />
      <Chosen draft={draft} change={change} trans={trans} />
    </div>
  );
}

function Suggestions({
  id,
  ids
}: {
  readonly id: string;
  readonly ids: readonly string[];
}): JSX.Element {
  return (
    <datalist id={id}>
      {ids.map(each => (
        <option key={each} value={each} />
      ))}
    </datalist>
  );
}

function Chosen({
  draft,
  change,
  trans
}: Pick<IFieldProps, 'draft' | 'change' | 'trans'>): JSX.Element | null {
  return draft.collections.length > 0 ? (
    <ul
      className="jp-CatalogService-chosen"
      aria-label={trans.__('Chosen collections')}
    >
      {draft.collections.map(id => (
        <li key={id} className="jp-CatalogService-choice">
          <span className="jp-CatalogService-id" title={id}>
            {id}
          </span>
          <IconButton
            label={trans.__('Remove %1', id)}
            icon={closeIcon}
            onClick={() =>
              change({
                collections: draft.collections.filter(other => other !== id)
              })
            }
          />
        </li>
      ))}
    </ul>
  ) : null;
}

/** Whether a value came from the suggestions: only typing tells how it was typed. */
function isPicked(event: Event): boolean {
  return (
    !(event instanceof InputEvent) ||
    event.inputType === 'insertReplacementText'
  );
}
