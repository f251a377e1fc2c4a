import * as React from 'react';
import type { RowList } from '../rowList';
import { findTyped, type TreeAction, treeAction } from './keyboard';
import { ROW } from './useRows';

/** Milliseconds within which letters make one word. */
const TYPING = 500;

export interface IFocusOptions {
  readonly rows: RowList;
  /** Bring a row into view. */
  readonly show: (index: number) => void;
  readonly scroller: React.RefObject<HTMLElement>;
  readonly activate: (index: number) => void;
  readonly expand: (key: string, isExpanded: boolean) => void;
}

export interface IFocus {
  /** The row that Tab comes to; -1 where there is none. */
  readonly index: number;
  readonly set: (key: string) => void;
  readonly onKeyDown: (event: React.KeyboardEvent) => void;
}

/** Where focus was when rows were drawn last. */
interface IFocused {
  readonly index: number;
  /** Whether the row stands for what is not loaded. */
  readonly isMissing: boolean;
}

/** One row is in the tab order; keys move it. */
export function useFocus(options: IFocusOptions): IFocus {
  const { rows, show, scroller } = options;
  const [key, set] = React.useState<string | null>(null);
  const isMoving = React.useRef(false);
  const append = useTyping();
  const { index, isFilled } = usePlace(rows, key, set);
  if (isFilled && scroller.current?.contains(document.activeElement)) {
    isMoving.current = true;
  }
  React.useLayoutEffect(() => {
    if (isMoving.current) {
      isMoving.current = false;
      scroller.current
        ?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')
        ?.focus({ preventScroll: true });
    }
  });
  const move = (to: number): void => {
    const row = rows.at(to);
    if (row) {
      isMoving.current = to !== index;
      set(row.key);
      show(to);
    }
  };
  const perform = (action: TreeAction): void => {
    switch (action.do) {
      case 'focus':
        return move(action.index);
      case 'expand':
        return options.expand(action.key, action.to);
      case 'activate':
        return options.activate(action.index);
    }
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const shown = Math.floor((scroller.current?.clientHeight ?? 0) / ROW);
    const action = treeAction(event.key, rows, index, Math.max(1, shown));
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      perform(action);
    } else if (event.key.length === 1) {
      event.stopPropagation();
      move(findTyped(rows, index, append(event.key, event.timeStamp)));
    }
  };
  return { index, set, onKeyDown };
}

/** Which row is in focus, and whether it has come to the place of one that stood for it. */
function usePlace(
  rows: RowList,
  key: string | null,
  set: (key: string) => void
): { readonly index: number; readonly isFilled: boolean } {
  const before = React.useRef<IFocused>({ index: 0, isMissing: false });
  const found = rows.indexOf(key);
  const isFilled = found < 0 && before.current.isMissing && rows.length > 0;
  const other = isFilled ? Math.min(before.current.index, rows.length - 1) : 0;
  const index = found < 0 && rows.length ? other : found;
  const row = rows.at(index);
  React.useLayoutEffect(() => {
    before.current = {
      index,
      isMissing: row?.kind === 'note' && row.size > 0
    };
    if (isFilled && row) {
      set(row.key);
    }
  }, [index, row, isFilled, set]);
  return { index, isFilled };
}

/** Letters typed in quick succession, as one word. */
function useTyping(): (letter: string, now: number) => string {
  const typed = React.useRef({ text: '', at: -Infinity });
  return (letter, now) => {
    const { text, at } = typed.current;
    typed.current = {
      text: now - at < TYPING ? text + letter : letter,
      at: now
    };
    return typed.current.text;
  };
}
