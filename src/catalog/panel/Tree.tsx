import * as React from 'react';
import { armCodeDrag } from '../../ui/dragCode';
import { useModel } from '../../ui/useModel';
import { keyOf, placeOf } from '../keys';
import type { ICatalogModel, ISelection, Row } from '../tokens';
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
  const { rows, selection } = useModel(model);
  const view = useRows(rows.length);
  const focus = useFocus({
    rows,
    show: view.show,
    scroller: view.scroller,
    activate: index => act(model, rows[index]),
    expand: (key, isExpanded) => model.expand(key, isExpanded)
  });
  const selectedKey = selection ? rowKey(model, selection) : null;
  const actions = useActions(model, make, focus.set);
  useMore(rows, view.end, model);
  useShown(rows, selectedKey, view.show);
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
        {indexes(view.first, view.end, focus.index).map(index => (
          <TreeRow
            key={rows[index].key}
            row={rows[index]}
            top={index * ROW}
            isSelected={rows[index].key === selectedKey}
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

/** The rows in view, and the one in focus wherever it is: focus must not vanish with scrolling. */
function indexes(first: number, end: number, focused: number): number[] {
  const drawn = Array.from({ length: end - first }, (_, step) => first + step);
  return focused >= 0 && (focused < first || focused >= end)
    ? [...drawn, focused]
    : drawn;
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

/** Bring what was selected elsewhere, as by a command, into view once its row is there. */
function useShown(
  rows: readonly Row[],
  key: string | null,
  show: (index: number) => void
): void {
  const shown = React.useRef<string | null>(null);
  React.useEffect(() => {
    if (key !== shown.current) {
      const index = rows.findIndex(row => row.key === key);
      if (index >= 0) {
        show(index);
      }
      if (index >= 0 || key === null) {
        shown.current = key;
      }
    }
  }, [rows, key, show]);
}

/** Load the next page once its row comes into view. */
function useMore(
  rows: readonly Row[],
  end: number,
  model: ICatalogModel
): void {
  React.useEffect(() => {
    for (const row of rows.slice(Math.max(0, end - 60), end)) {
      if (row.kind === 'note' && row.note === 'more') {
        void model.follow(row).catch(() => undefined);
      }
    }
  }, [rows, end, model]);
}
