import { MimeData, type PartialJSONObject } from '@lumino/coreutils';
import { Drag } from '@lumino/dragdrop';

const CELLS = 'application/vnd.jupyter.cells';

/** Pixels the pointer must move before a press becomes a drag. */
const THRESHOLD = 5;

export interface ICodeToDrag {
  readonly code: string;
  /** Metadata of the cell that a notebook makes of it. */
  readonly metadata?: PartialJSONObject;
}

/** What a notebook, a console or an editor reads when code is dropped on it. */
export function codeMimeData({ code, metadata = {} }: ICodeToDrag): MimeData {
  const data = new MimeData();
  data.setData('text/plain', code);
  data.setData(CELLS, [
    {
      cell_type: 'code',
      source: code,
      metadata: { ...metadata, trusted: true },
      outputs: [],
      execution_count: null
    }
  ]);
  return data;
}

/**
 * Start a drag of code once the pointer moved far enough from where it was pressed.
 *
 * Call from `pointerdown`. `load` is asked for the code at the first movement, so it may still be on its way:
 * a drag begins only with code that is there.
 *
 * @param picture - node whose copy follows the pointer.
 */
export function armCodeDrag(
  event: { readonly clientX: number; readonly clientY: number },
  picture: HTMLElement,
  load: () => ICodeToDrag | null | Promise<ICodeToDrag | null>
): void {
  const listening = new AbortController();
  const { signal } = listening;
  let isAsked = false;
  let latest = event;
  const onMove = (move: PointerEvent) => {
    latest = move;
    if (!isAsked && isFar(event, move)) {
      isAsked = true;
      void Promise.resolve(load())
        .catch(() => null)
        .then(code => {
          if (!signal.aborted && code) {
            void startDrag(latest, picture, code);
          }
          listening.abort();
        });
    }
  };
  document.addEventListener('pointermove', onMove, { signal });
  // The same movement would select the text it passes over.
  document.addEventListener('selectstart', event => event.preventDefault(), {
    signal
  });
  document.addEventListener('pointerup', () => listening.abort(), { signal });
  document.addEventListener('pointercancel', () => listening.abort(), {
    signal
  });
}

function isFar(
  from: { readonly clientX: number; readonly clientY: number },
  to: { readonly clientX: number; readonly clientY: number }
): boolean {
  return (
    Math.hypot(to.clientX - from.clientX, to.clientY - from.clientY) >=
    THRESHOLD
  );
}

async function startDrag(
  at: { readonly clientX: number; readonly clientY: number },
  picture: HTMLElement,
  code: ICodeToDrag
): Promise<void> {
  const dragImage = picture.cloneNode(true) as HTMLElement;
  dragImage.classList.add('jp-PangeoDragImage');
  const drag = new Drag({
    mimeData: codeMimeData(code),
    dragImage,
    proposedAction: 'copy',
    supportedActions: 'copy'
  });
  await drag.start(at.clientX, at.clientY);
  drag.dispose();
}
