import {
  caretDownIcon,
  caretRightIcon,
  errorIcon,
  fileIcon,
  folderIcon,
  imageIcon,
  type LabIcon,
  launchIcon,
  searchIcon,
  spreadsheetIcon
} from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { catalogIcon } from '../../icons';
import { groupDigits } from '../../ui/format';
import type { CatalogProblem, EntryKind, INoteRow, Row } from '../tokens';
import { COLLECTION } from '../facets';
import { gridIcon } from '../icons';
import { expansion, titleOf } from './keyboard';
import { NoteRow } from './NoteRow';
import { kindName } from './words';

/** Format of an entry that stands for a search in a remote service. */
const SEARCH = 'search';

const ICONS: Readonly<Record<EntryKind, LabIcon>> = {
  catalog: folderIcon,
  grid: gridIcon,
  table: spreadsheetIcon,
  image: imageIcon,
  service: launchIcon,
  other: fileIcon
};

export interface ITreeRowProps {
  readonly row: Row;
  /** Pixels from the top of the tree. */
  readonly top: number;
  readonly isSelected: boolean;
  readonly isInTabOrder: boolean;
  /** Whether the row in view above it says the same already. */
  readonly isRepeated: boolean;
  readonly trans: TranslationBundle;
  readonly actions: IRowActions;
}

/** What a row can be asked to do. */
export interface IRowActions {
  readonly focus: (row: Row) => void;
  readonly press: (event: React.PointerEvent, row: Row) => void;
  readonly click: (row: Row) => void;
  readonly toggle: (row: Row) => void;
  /** Select without opening, as a context menu does. */
  readonly choose: (row: Row) => void;
}

/** One line of the tree. */
export const TreeRow = React.memo(function TreeRow(
  props: ITreeRowProps
): JSX.Element {
  const { row, trans, actions } = props;
  const isExpanded = expansion(row);
  const place = {
    top: props.top,
    '--jp-private-pangeo-level': row.level
  };
  return (
    <div
      className="jp-CatalogTree-row"
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-expanded={isExpanded ?? undefined}
      aria-selected={props.isSelected}
      aria-busy={(row.kind === 'note' && row.note === 'loading') || undefined}
      tabIndex={props.isInTabOrder ? 0 : -1}
      data-kind={row.kind}
      data-key={row.key}
      data-format={row.kind === 'entry' ? row.entry.format : undefined}
      style={place}
      onFocus={() => actions.focus(row)}
      onPointerDown={event => actions.press(event, row)}
      onClick={() => actions.click(row)}
      onContextMenu={() => actions.choose(row)}
    >
      <span
        className="jp-CatalogTree-twisty"
        aria-hidden="true"
        onClick={event => {
          if (isExpanded !== null) {
            event.stopPropagation();
            actions.toggle(row);
          }
        }}
      >
        {isExpanded !== null &&
          (isExpanded ? (
            <caretDownIcon.react tag="span" />
          ) : (
            <caretRightIcon.react tag="span" />
          ))}
      </span>
      {row.kind === 'note' ? (
        <NoteRow row={row} isRepeated={props.isRepeated} trans={trans} />
      ) : (
        <Content row={row} trans={trans} />
      )}
    </div>
  );
});

function Content({
  row,
  trans
}: {
  readonly row: Exclude<Row, INoteRow>;
  readonly trans: TranslationBundle;
}): JSX.Element {
  const isSearch = row.kind === 'entry' && row.entry.format === SEARCH;
  const Icon =
    row.kind === 'catalog'
      ? catalogIcon
      : isSearch
        ? searchIcon
        : ICONS[row.entry.kind];
  const kind =
    row.kind === 'catalog'
      ? trans.__('catalog')
      : isSearch
        ? trans.__('search')
        : kindName(row.entry.kind, trans);
  const title = titleOf(row);
  return (
    <>
      <span className="jp-CatalogTree-icon" title={kind}>
        <Icon.react tag="span" />
        <span className="jp-PangeoHidden">{kind}</span>
      </span>
      <Name title={title} path={row.kind === 'entry' ? row.path : undefined} />
      <Badge
        problems={
          row.kind === 'catalog' ? row.catalog.problems : row.entry.problems
        }
        trans={trans}
      />
      <Figure row={row} trans={trans} />
    </>
  );
}

/** Letters at the end of a name that are never cut off. */
const TAIL = 8;

/** A name whose middle gives way where the panel is narrow. */
function Name({
  title,
  path
}: {
  readonly title: string;
  readonly path?: readonly string[];
}): JSX.Element {
  const letters = [...title];
  const cut =
    letters.length > 2 * TAIL ? letters.length - TAIL : letters.length;
  const above = path?.slice(0, -1).join(' › ');
  return (
    <span
      className="jp-CatalogTree-name"
      title={above ? `${above} › ${title}` : title}
    >
      {/* Two parts would be read as two words. */}
      <span className="jp-PangeoHidden">{title}</span>
      <span className="jp-CatalogTree-nameHead" aria-hidden="true">
        {letters.slice(0, cut).join('')}
      </span>
      <span className="jp-CatalogTree-nameTail" aria-hidden="true">
        {letters.slice(cut).join('')}
      </span>
      {above && <span className="jp-CatalogTree-path">{above}</span>}
    </span>
  );
}

/** A mark where something is wrong; its reasons are in the tooltip and in the row's name. */
function Badge({
  problems,
  trans
}: {
  readonly problems: readonly CatalogProblem[];
  readonly trans: TranslationBundle;
}): JSX.Element | null {
  const told = problems.filter(({ severity }) => severity !== 'information');
  if (!told.length) {
    return null;
  }
  const isError = told.some(
    ({ severity }) => (severity ?? 'error') === 'error'
  );
  const reasons = told.map(({ message }) => message).join('\n');
  return (
    <span
      className="jp-CatalogTree-badge"
      data-severity={isError ? 'error' : 'warning'}
      title={reasons}
    >
      <errorIcon.react tag="span" />
      <span className="jp-PangeoHidden">
        {isError
          ? trans.__('Problem: %1', reasons)
          : trans.__('Warning: %1', reasons)}
      </span>
    </span>
  );
}

function Figure({
  row,
  trans
}: {
  readonly row: Exclude<Row, INoteRow>;
  readonly trans: TranslationBundle;
}): JSX.Element | null {
  if (row.kind === 'entry' && !row.entry.hasChildren) {
    return <span className="jp-CatalogTree-format">{row.entry.format}</span>;
  }
  const count =
    row.kind === 'catalog'
      ? (row.catalog.assetCount ?? row.catalog.entryCount)
      : row.entry.childCount;
  const isLoading =
    row.kind === 'catalog'
      ? row.catalog.state === 'loading'
      : row.entry.childState === 'loading';
  if (isLoading) {
    return (
      <span className="jp-CatalogTree-format">{trans.__('loading…')}</span>
    );
  }
  return count === null || count === undefined ? null : (
    <span
      className="jp-CatalogTree-count"
      title={
        isCollection(row)
          ? trans._n('%1 asset', '%1 assets', count)
          : trans._n('%1 entry', '%1 entries', count)
      }
    >
      {groupDigits(count)}
    </span>
  );
}

function isCollection(row: Exclude<Row, INoteRow>): boolean {
  return row.kind === 'catalog'
    ? Boolean(row.catalog.collectionId)
    : row.entry.format === COLLECTION;
}
