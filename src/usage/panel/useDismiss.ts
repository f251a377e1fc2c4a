import * as React from 'react';

/** Whether something below a button is open; a press elsewhere closes it. */
export interface IDismiss {
  readonly ref: React.RefObject<HTMLDivElement>;
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
  /** Close it and go back to its button. */
  readonly close: () => void;
}

/** State of what opens below a button; `ref` is of the element around both. */
export function useDismiss(): IDismiss {
  const [isOpen, setOpen] = React.useState(false);
  const ref = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => {
    if (!isOpen) {
      return;
    }
    const onPointer = (event: PointerEvent) => {
      if (!ref.current?.contains(event.target as Node)) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', onPointer, true);
    return () => document.removeEventListener('pointerdown', onPointer, true);
  }, [isOpen]);
  const close = React.useCallback(() => {
    setOpen(false);
    ref.current?.querySelector('button')?.focus();
  }, []);
  return { ref, isOpen, setOpen, close };
}
