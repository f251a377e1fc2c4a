import * as React from 'react';

/** Height of a row, in pixels; the style sheet says the same. */
export const ROW = 24;

/** Rows beyond the view that are drawn too, so that scrolling shows no gap. */
const MARGIN = 10;

/** Which rows of a scrolled list are in view. */
export interface IWindow {
  /** Goes to the element that scrolls. */
  readonly scroller: React.RefObject<HTMLDivElement>;
  readonly first: number;
  /** The first row that is in view as a whole. */
  readonly top: number;
  /** One after the last row to draw. */
  readonly end: number;
  readonly onScroll: () => void;
  /** Bring a row into view. */
  readonly show: (index: number) => void;
}

/** Follow which of `count` rows of one height are in view; few others are drawn, however many there are. */
export function useRows(count: number): IWindow {
  const scroller = React.useRef<HTMLDivElement>(null);
  const [span, setSpan] = React.useState({ first: 0, top: 0, end: 60 });
  const measure = React.useCallback((): void => {
    const node = scroller.current;
    if (!node) {
      return;
    }
    const first = Math.max(0, Math.floor(node.scrollTop / ROW) - MARGIN);
    const top = Math.ceil(node.scrollTop / ROW);
    const shown = Math.ceil(node.clientHeight / ROW) + 2 * MARGIN;
    setSpan(before =>
      before.top === top &&
      before.first === first &&
      before.end === first + shown
        ? before
        : { first, top, end: first + shown }
    );
  }, []);
  React.useLayoutEffect(() => {
    const node = scroller.current;
    if (!node || typeof ResizeObserver === 'undefined') {
      return;
    }
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [measure]);
  // A shorter list may have moved what is in view.
  React.useLayoutEffect(measure, [count, measure]);
  const show = React.useCallback((index: number): void => {
    const node = scroller.current;
    if (!node) {
      return;
    }
    const top = index * ROW;
    if (top < node.scrollTop) {
      node.scrollTop = top;
    } else if (top + ROW > node.scrollTop + node.clientHeight) {
      node.scrollTop = top + ROW - node.clientHeight;
    }
  }, []);
  return {
    scroller,
    first: Math.min(span.first, count),
    top: span.top,
    end: Math.min(span.end, count),
    onScroll: measure,
    show
  };
}
