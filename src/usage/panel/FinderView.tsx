import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { useModel } from '../../ui/useModel';
import type { Finder, IFinderSnapshot } from '../finder';

interface IFinderProps {
  readonly finder: Finder;
  readonly trans: TranslationBundle;
  /** One is taken. */
  readonly onTake: (uid: string) => void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10
};

/** Dashboards of a Grafana that fit what is typed; Enter or a click takes one. */
export function FinderView({
  finder,
  trans,
  onTake
}: IFinderProps): JSX.Element {
  const snapshot = useModel(finder);
  const [place, setPlace] = React.useState(0);
  const listId = React.useId();
  const { hits, text } = snapshot;
  const active = Math.min(place, hits.length - 1);
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
        onChange={event => {
          finder.search(event.currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter' && active >= 0) {
            onTake(hits[active].uid);
          } else if (event.key in STEPS) {
            const next = active + STEPS[event.key];
            setPlace(Math.max(0, Math.min(hits.length - 1, next)));
          } else if (event.key !== 'Enter') {
            return;
          }
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Hits {...{ snapshot, listId, active, trans, onTake }} />
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
  readonly snapshot: IFinderSnapshot;
  readonly listId: string;
  readonly active: number;
  readonly trans: TranslationBundle;
  readonly onTake: (uid: string) => void;
}

function Hits(props: IHitsProps): JSX.Element {
  const { snapshot, listId, active, trans, onTake } = props;
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
      aria-busy={snapshot.isLoading}
    >
      {snapshot.hits.map(({ uid, title, folder, tags }, index) => (
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
          onClick={() => onTake(uid)}
        >
          <span className="jp-UsageFinder-title">{title}</span>
          {folder && <span className="jp-UsageFinder-folder">{folder}</span>}
        </li>
      ))}
    </ul>
  );
}
