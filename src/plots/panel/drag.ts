import { MimeData } from '@lumino/coreutils';
import { Drag } from '@lumino/dragdrop';
import type { Widget } from '@lumino/widgets';
import * as React from 'react';

const WIDGET_FACTORY = 'application/vnd.lumino.widget-factory';

/** Pixels that the pointer moves before a click becomes a drag. */
const THRESHOLD = 5;

interface IDragHandlers {
  readonly onPointerDown: (event: React.PointerEvent<HTMLElement>) => void;
  readonly onClickCapture: (event: React.MouseEvent) => void;
}

/** Let an element be dragged into the main area, where the widget is made at the drop. */
export function useTileDrag(make: () => Widget): IDragHandlers {
  const hasDragged = React.useRef(false);
  return {
    onPointerDown: down => {
      hasDragged.current = false;
      if (down.button !== 0) {
        return;
      }
      const tile = down.currentTarget;
      const onMove = (move: PointerEvent) => {
        const distance = Math.max(
          Math.abs(move.clientX - down.clientX),
          Math.abs(move.clientY - down.clientY)
        );
        if (distance >= THRESHOLD) {
          stop();
          hasDragged.current = true;
          startDrag(tile, make, move);
        }
      };
      const stop = () => {
        document.removeEventListener('pointermove', onMove, true);
        document.removeEventListener('pointerup', stop, true);
      };
      document.addEventListener('pointermove', onMove, true);
      document.addEventListener('pointerup', stop, true);
    },
    onClickCapture: event => {
      if (hasDragged.current) {
        hasDragged.current = false;
        event.stopPropagation();
      }
    }
  };
}

function startDrag(
  tile: HTMLElement,
  make: () => Widget,
  { clientX, clientY }: PointerEvent
): void {
  const dragImage = tile.cloneNode(true) as HTMLElement;
  dragImage.classList.add('jp-mod-dragged');
  const mimeData = new MimeData();
  mimeData.setData(WIDGET_FACTORY, make);
  const drag = new Drag({
    mimeData,
    dragImage,
    supportedActions: 'copy-move',
    proposedAction: 'move',
    source: tile
  });
  void drag.start(clientX, clientY).then(() => drag.dispose());
}
