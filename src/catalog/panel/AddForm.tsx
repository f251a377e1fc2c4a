import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { explain } from '../../ui/problems';
import { PRESETS } from '../presets';
import type { CatalogView } from '../view';
import type { IPanelProps } from './props';
import { Trial } from './Trial';

/** A line for the location of a catalog; what the server refuses, and what comes of reading it, is said below. */
export function AddForm(props: IPanelProps): JSX.Element {
  const { view, trans } = props;
  const { location, setLocation, problem, isBusy, submit, added } =
    useAdding(props);
  const input = React.useRef<HTMLInputElement>(null);
  const problemId = React.useId();
  const listId = React.useId();
  React.useEffect(() => input.current?.focus(), []);
  return (
    <form
      className="jp-CatalogBrowser-form"
      aria-label={trans.__('Add catalog')}
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={event => closeOnEscape(event, view)}
    >
      <label className="jp-CatalogBrowser-formField">
        {trans.__('URL or path of a catalog')}
        <input
          ref={input}
          className="jp-CatalogInput"
          maxLength={4096}
          spellCheck={false}
          autoComplete="off"
          list={listId}
          value={location}
          aria-invalid={problem !== null}
          aria-describedby={problem ? problemId : undefined}
          onChange={event => setLocation(event.target.value)}
        />
      </label>
      <Suggestions id={listId} />
      {problem && (
        <p id={problemId} className="jp-CatalogProblem" role="alert">
          {explain(problem, trans).why}
        </p>
      )}
      {added !== null && <Trial {...props} catalogId={added} />}
      <div className="jp-CatalogBrowser-formActions">
        <button
          type="submit"
          className="jp-PangeoButton jp-mod-primary"
          disabled={isBusy || !location.trim()}
        >
          {trans.__('Add')}
        </button>
        <TextButton
          label={added === null ? trans.__('Cancel') : trans.__('Close')}
          onClick={() => view.setAdding(false)}
        />
      </div>
    </form>
  );
}

function closeOnEscape(event: React.KeyboardEvent, view: CatalogView): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    view.setAdding(false);
  }
}

/** Well-known catalogs. */
function Suggestions({ id }: { readonly id: string }): JSX.Element {
  return (
    <datalist id={id}>
      {PRESETS.map(({ name, url }) => (
        <option key={url} value={url} label={name} />
      ))}
    </datalist>
  );
}

interface IAdding {
  readonly location: string;
  readonly setLocation: (location: string) => void;
  readonly problem: Error | null;
  readonly isBusy: boolean;
  readonly submit: () => Promise<void>;
  /** Id of what was added by this form. */
  readonly added: string | null;
}

function useAdding({ model }: IPanelProps): IAdding {
  const [location, setLocation] = React.useState('');
  const [problem, setProblem] = React.useState<Error | null>(null);
  const [isBusy, setBusy] = React.useState(false);
  const [added, setAdded] = React.useState<string | null>(null);
  const submit = async (): Promise<void> => {
    if (isBusy || !location.trim()) {
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      setAdded((await model.add(location.trim())).id);
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setBusy(false);
    }
  };
  return { location, setLocation, problem, isBusy, submit, added };
}
