import type { ISharedCodeCell, ISharedNotebook } from '@jupyter/ydoc';
import type { PartialJSONObject } from '@lumino/coreutils';

/** Where the code stands now. */
export interface IInsertedCell {
  readonly index: number;
  readonly id: string;
}

/** The part of a shared notebook's undo history that is not in its interface. */
interface IHasHistory {
  readonly undoManager?: { stopCapturing(): void };
}

/**
 * Put code into a notebook's model as one undo step of its own.
 *
 * The active cell takes it if it is an empty, editable code cell; otherwise a new cell is made below it.
 */
export function insertCell(
  notebook: ISharedNotebook,
  activeIndex: number,
  code: string,
  metadata: PartialJSONObject
): IInsertedCell {
  const history = (notebook as ISharedNotebook & IHasHistory).undoManager;
  // Edits within half a second would otherwise be merged into one step.
  history?.stopCapturing();
  const index = isFree(notebook, activeIndex)
    ? activeIndex
    : Math.min(activeIndex + 1, notebook.cells.length);
  notebook.transact(() => {
    if (index === activeIndex) {
      const cell = notebook.getCell(index);
      cell.setSource(code);
      for (const [key, value] of Object.entries(metadata)) {
        cell.setMetadata(key, value ?? null);
      }
    } else {
      notebook.insertCell(index, {
        cell_type: 'code',
        source: code,
        metadata: { ...metadata, trusted: true }
      });
    }
  });
  history?.stopCapturing();
  return { index, id: notebook.getCell(index).getId() };
}

/** Whether a cell may take the code: it holds nothing, and nobody forbade to edit it. */
function isFree(notebook: ISharedNotebook, index: number): boolean {
  const cell = notebook.cells[index];
  return (
    cell?.cell_type === 'code' &&
    !cell.getSource().trim() &&
    !(cell as ISharedCodeCell).getOutputs().length &&
    cell.getMetadata('editable') !== false &&
    cell.getMetadata('deletable') !== false
  );
}
