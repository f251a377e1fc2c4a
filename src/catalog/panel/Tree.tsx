import * as React from 'react';
import { armCodeDrag } from '../../ui/dragCode';
import { useModel } from '../../ui/useModel';
import { keyOf, placeOf } from '../keys';
import type { RowList } from '../rowList';
import { missingKey } from '../rows';
import type {
  EntryDetails,
  ICatalogModel,
  ISelection,
  Remote,
  Row
} from '../tokens';
import { expansion } from './keyboard';
import type { IPanelProps } from './props';
import { type IRowActions, TreeRow } from './TreeRow';
import { useFocus } from './useFocus';
import { ROW, useRows } from './useRows';

export interface ITreeProps extends IPanelProps {
  readonly label: string;
}

/** The rows of the model as a tree; only those in view are in the document. */
export function Tree(props: ITreeProps): JSX.Element {
  const { model, make, label, trans } = props;
  const { rows, selection, details } = useModel(model);
  const view = useRows(rows.length);
  const focus = useFocus({
    rows,
    show: view.show,
    scroller: view.scroller,
    activate: index => {
      const row = rows.at(index);
      if (row) {
        act(model, row);
      }
    },
    expand: (key, isExpanded) => model.expand(key, isExpanded)
  });
  const selectedKey = selection ? rowKey(model, selection) : null;
  const actions = useActions(model, make, focus.set);
  useMore(rows, view.first, view.end, model);
  useShown(rows, selectedKey, details, view.show);
  return (
    <div
      ref={view.scroller}
      className="jp-CatalogTree"
      onScroll={view.onScroll}
    >
      <div
        className="jp-CatalogTree-rows"
        role="tree"
        aria-label={label}
        // Geometry of a list of which only a part is drawn.
        style={{ height: rows.length * ROW }}
        onKeyDown={focus.onKeyDown}
      >
        {drawn(rows, view, focus.index).map(([index, row]) => (
          <TreeRow
            key={row.key}
            row={row}
            top={index * ROW}
            isSelected={row.key === selectedKey}
            isRepeated={index !== view.top && isSame(rows.at(index - 1), row)}
            isInTabOrder={index === focus.index}
            trans={trans}
            actions={actions}
          />
        ))}
      </div>
    </div>
  );
}

/** Key of the row that stands for what is selected; a collection of the list is its catalog's own row. */
function rowKey(
  model: ICatalogModel,
  { catalogId, entryId }: ISelection
): string {
  const isOwn =
    entryId !== null && model.get(catalogId)?.collectionId === entryId;
  return keyOf(catalogId, isOwn ? null : entryId);
}

/** The rows in view with their places, and the one in focus wherever it is: focus must not vanish with scrolling. */
function drawn(
  rows: RowList,
  { first, end }: { readonly first: number; readonly end: number },
  focused: number
): [number, Row][] {
  const found = rows
    .slice(first, end)
    .map((row, step): [number, Row] => [first + step, row]);
  const other = focused < first || focused >= end ? rows.at(focused) : null;
  return other ? [...found, [focused, other]] : found;
}

/** Whether a row says what the row above says already: that a page did not come. */
function isSame(above: Row | undefined, row: Row): boolean {
  return (
    above?.kind === 'note' &&
    row.kind === 'note' &&
    row.note === 'failed' &&
    above.note === 'failed' &&
    above.parent === row.parent &&
    above.message === row.message
  );
}

/** What rows do; the same object always, so that a row in view is not drawn again by scrolling. */
function useActions(
  model: ICatalogModel,
  make: IPanelProps['make'],
  focus: (key: string) => void
): IRowActions {
  return React.useMemo(
    () => ({
      focus: row => focus(row.key),
      press: (event, row) => {
        if (row.kind === 'entry' && event.button === 0) {
          const { catalogId, entry } = row;
          const picture = event.currentTarget as HTMLElement;
          armCodeDrag(event.nativeEvent, picture, async () =>
            make(await model.details(catalogId, entry.id))
          );
        }
      },
      click: row => {
        focus(row.key);
        act(model, row);
      },
      toggle: row => toggle(model, row),
      choose: row => select(model, row)
    }),
    [model, make, focus]
  );
}

function toggle(model: ICatalogModel, row: Row): void {
  const isExpanded = expansion(row);
  if (isExpanded !== null) {
    model.expand(row.key, !isExpanded);
  }
}

function select(model: ICatalogModel, row: Row): void {
  if (row.kind === 'catalog' && row.catalog.collectionId) {
    model.select({
      catalogId: row.catalog.id,
      entryId: row.catalog.collectionId
    });
  } else if (row.kind !== 'note') {
    model.select(placeOf(row.key));
  }
}

/** What a click or Enter does. */
function act(model: ICatalogModel, row: Row): void {
  if (row.kind === 'note') {
    void model.follow(row).catch(() => undefined);
  } else {
    select(model, row);
    toggle(model, row);
  }
}

/**
 * Bring what was selected elsewhere, as by a command, into view once its row is there; where it is not loaded, its
 * place in the folder, so that it is.
 */
function useShown(
  rows: RowList,
  key: string | null,
  details: Remote<EntryDetails> | null,
  show: (index: number) => void
): void {
  const shown = React.useRef<string | null>(null);
  const placed = React.useRef<string | null>(null);
  React.useEffect(() => {
    if (key === shown.current) {
      return;
    }
    const index = rows.indexOf(key);
    if (index >= 0) {
      show(index);
    } else if (key !== null && key !== placed.current) {
      const place = missingPlace(rows, key, details);
      if (place >= 0) {
        placed.current = key;
        show(place);
      }
    }
    if (index >= 0 || key === null) {
      shown.current = placed.current = key;
    }
  }, [rows, key, details, show]);
}

/** Index of the row that stands for an entry which is not loaded; -1 where its folder is not open. */
function missingPlace(
  rows: RowList,
  key: string,
  details: Remote<EntryDetails> | null
): number {
  if (!details || !('value' in details)) {
    return -1;
  }
  const { catalogId, id, parentId, offset } = details.value;
  const parent = keyOf(catalogId, parentId);
  return keyOf(catalogId, id) === key && typeof offset === 'number'
    ? rows.indexOf(missingKey(parent, offset + 1))
    : -1;
}

/** Rows around those in view that are loaded too, so that slow scrolling shows no gap. */
const AHEAD = 40;

/** Load what comes into view: the entries of a tree, and the next page of a search's hits. */
function useMore(
  rows: RowList,
  first: number,
  end: number,
  model: ICatalogModel
): void {
  React.useEffect(() => {
    model.look(rows.slice(Math.max(0, first - AHEAD), end + AHEAD));
    for (const row of rows.slice(Math.max(0, end - 60), end)) {
      if (row.kind === 'note' && row.note === 'more') {
        void model.follow(row).catch(() => undefined);
      }
    }
  }, [rows, first, end, model]);
}
