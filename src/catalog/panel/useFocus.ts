import * as React from 'react';
import type { Row } from '../tokens';
import { findTyped, type TreeAction, treeAction } from './keyboard';
import { ROW } from './useRows';

/** Milliseconds within which letters make one word. */
const TYPING = 500;

export interface IFocusOptions {
  readonly rows: readonly Row[];
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

/** One row is in the tab order; keys move it. */
export function useFocus(options: IFocusOptions): IFocus {
  const { rows, show, scroller } = options;
  const [key, set] = React.useState<string | null>(null);
  const isMoving = React.useRef(false);
  const append = useTyping();
  const found = rows.findIndex(row => row.key === key);
  const index = found < 0 && rows.length ? 0 : found;
  React.useLayoutEffect(() => {
    if (isMoving.current) {
      isMoving.current = false;
      scroller.current
        ?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')
        ?.focus({ preventScroll: true });
    }
  }, [index, scroller]);
  const move = (to: number): void => {
    if (to >= 0 && to < rows.length) {
      isMoving.current = to !== index;
      set(rows[to].key);
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
