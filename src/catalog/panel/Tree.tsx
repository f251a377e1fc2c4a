import * as React from 'react';
import { armCodeDrag } from '../../ui/dragCode';
import { useModel } from '../../ui/useModel';
import { keyOf, placeOf } from '../keys';
import type { IEntryRow, Row } from '../tokens';
import { expansion } from './keyboard';
import type { IPanelProps } from './props';
import { TreeRow } from './TreeRow';
import { useFocus } from './useFocus';
import { ROW, useRows } from './useRows';

export interface ITreeProps extends IPanelProps {
  readonly label: string;
}

/** The rows of the model as a tree; only those in view are in the document. */
export function Tree(props: ITreeProps): JSX.Element {
  const { model, label, trans } = props;
  const { rows, selection } = useModel(model);
  const view = useRows(rows.length);
  const activate = (index: number): void => act(props, rows[index]);
  const focus = useFocus({
    rows,
    show: view.show,
    scroller: view.scroller,
    activate,
    expand: (key, isExpanded) => model.expand(key, isExpanded)
  });
  const selectedKey = selection
    ? keyOf(selection.catalogId, selection.entryId)
    : null;
  useMore(rows, view.end, props);
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
            onFocus={() => focus.set(rows[index].key)}
            onPress={event => arm(event, props, rows[index])}
            onClick={() => {
              focus.set(rows[index].key);
              activate(index);
            }}
            onToggle={() => toggle(props, rows[index])}
            onContextMenu={() => select(props, rows[index])}
          />
        ))}
      </div>
    </div>
  );
}

/** The rows in view, and the one in focus wherever it is: focus must not vanish with scrolling. */
function indexes(first: number, end: number, focused: number): number[] {
  const drawn = Array.from({ length: end - first }, (_, step) => first + step);
  return focused >= 0 && (focused < first || focused >= end)
    ? [...drawn, focused]
    : drawn;
}

function toggle({ model }: IPanelProps, row: Row): void {
  const isExpanded = expansion(row);
  if (isExpanded !== null) {
    model.expand(row.key, !isExpanded);
  }
}

function select({ model }: IPanelProps, row: Row): void {
  if (row.kind !== 'note') {
    model.select(placeOf(row.key));
  }
}

/** What a click or Enter does. */
function act(props: IPanelProps, row: Row): void {
  if (row.kind === 'note') {
    void props.model.follow(row).catch(() => undefined);
  } else {
    select(props, row);
    toggle(props, row);
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
function useMore(rows: readonly Row[], end: number, props: IPanelProps): void {
  const { model } = props;
  React.useEffect(() => {
    for (const row of rows.slice(Math.max(0, end - 60), end)) {
      if (row.kind === 'note' && row.note === 'more') {
        void model.follow(row).catch(() => undefined);
      }
    }
  }, [rows, end, model]);
}

function arm(event: React.PointerEvent, props: IPanelProps, row: Row): void {
  if (row.kind === 'entry' && event.button === 0) {
    const picture = event.currentTarget as HTMLElement;
    armCodeDrag(event.nativeEvent, picture, () => load(props, row));
  }
}

async function load(
  { model, make }: IPanelProps,
  { catalogId, entry }: IEntryRow
): Promise<ReturnType<IPanelProps['make']>> {
  return make(await model.details(catalogId, entry.id));
}
