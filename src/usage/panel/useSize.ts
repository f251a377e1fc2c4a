import * as React from 'react';

export interface ISize {
  readonly width: number;
  readonly height: number;
}

/** The size of an element in whole pixels, as it changes; null before it is known and while it is not shown. */
export function useSize(ref: React.RefObject<HTMLElement>): ISize | null {
  const [size, setSize] = React.useState<ISize | null>(null);
  React.useLayoutEffect(() => {
    const node = ref.current;
    if (!node) {
      return;
    }
    const observer = new ResizeObserver(entries => {
      const box = entries[entries.length - 1].contentRect;
      const width = Math.floor(box.width);
      const height = Math.floor(box.height);
      setSize(last =>
        last?.width === width && last.height === height
          ? last
          : width > 0 && height > 0
            ? { width, height }
            : null
      );
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
