import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { accept } from '../../ui/FormDialog';
import { useModel } from '../../ui/useModel';
import type { Finder, IFinderSnapshot } from '../finder';

interface IFinderProps {
  readonly finder: Finder;
  readonly trans: TranslationBundle;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10
};

/** Dashboards of a Grafana that fit what is typed; a click takes one, and Enter, which is the dialog's, the active one. */
export function FinderView({ finder, trans }: IFinderProps): JSX.Element {
  const snapshot = useModel(finder);
  const listId = React.useId();
  const { place: active, text } = snapshot;
  return (
    <div className="jp-UsageFinder">
      <input
        className="jp-UsagePicker-search jp-mod-styled"
        role="combobox"
        spellCheck={false}
        placeholder={trans.__('Search by title')}
        aria-label={trans.__('Search dashboards')}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={active < 0 ? undefined : `${listId}-${active}`}
        value={text}
        onChange={event => finder.search(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key in STEPS) {
            finder.point(active + STEPS[event.key]);
            event.preventDefault();
            event.stopPropagation();
          }
        }}
      />
      <Hits {...{ finder, listId, trans }} />
      <p className="jp-UsagePicker-more" role="status">
        {wordsOf(snapshot, trans)}
      </p>
      {(snapshot.hasMore || snapshot.problem !== null) && (
        <TextButton
          label={
            snapshot.problem === null ? trans.__('More') : trans.__('Try again')
          }
          disabled={snapshot.isLoading}
          onClick={() => finder.more()}
        />
      )}
    </div>
  );
}

function wordsOf(
  { isLoading, problem, hits, text }: IFinderSnapshot,
  trans: TranslationBundle
): string {
  if (problem !== null) {
    return trans.__('Grafana: %1.', problem);
  }
  if (isLoading) {
    return trans.__('Asking Grafana…');
  }
  if (hits.length > 0) {
    return '';
  }
  return text === ''
    ? trans.__('This Grafana has no dashboards that its token may see.')
    : trans.__('No title has this in it.');
}

interface IHitsProps {
  readonly finder: Finder;
  readonly listId: string;
  readonly trans: TranslationBundle;
}

function Hits(props: IHitsProps): JSX.Element {
  const { finder, listId, trans } = props;
  const { hits, place: active, isLoading } = useModel(finder);
  const ref = React.useRef<HTMLLIElement>(null);
  React.useEffect(() => {
    // What it answers, a promise in newer browsers, must not be taken for the effect's end.
    void ref.current?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);
  return (
    <ul
      id={listId}
      className="jp-UsagePicker-options"
      role="listbox"
      aria-label={trans.__('Dashboards')}
      aria-busy={isLoading}
    >
      {hits.map(({ uid, title, folder, tags }, index) => (
        <li
          key={uid}
          ref={index === active ? ref : undefined}
          id={`${listId}-${index}`}
          className="jp-UsagePicker-option"
          role="option"
          aria-selected={index === active}
          data-active={index === active}
          title={[title, ...(tags ?? [])].join(' · ')}
          // The search keeps the focus.
          onMouseDown={event => event.preventDefault()}
          onClick={({ currentTarget }) => {
            finder.point(index);
            accept(currentTarget);
          }}
        >
          <span className="jp-UsageFinder-title">{title}</span>
          {folder && <span className="jp-UsageFinder-folder">{folder}</span>}
        </li>
      ))}
    </ul>
  );
}
