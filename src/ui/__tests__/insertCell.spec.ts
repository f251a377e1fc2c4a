import { YNotebook } from '@jupyter/ydoc';
import { insertCell } from '../insertCell';

const CODE = 'client = Client()\nclient';

function notebookOf(
  sources: readonly string[],
  metadata: Record<string, boolean> = {}
): YNotebook {
  const notebook = YNotebook.create({ disableDocumentWideUndoRedo: true });
  notebook.insertCells(
    0,
    sources.map(source => ({ cell_type: 'code', source, metadata }))
  );
  return notebook;
}

function sourcesOf(notebook: YNotebook): string[] {
  return notebook.cells.map(cell => cell.getSource());
}

// Building a cell, Jupyter's model reads it before it belongs to a document, of which Yjs warns.
beforeEach(() => void jest.spyOn(console, 'warn').mockImplementation());
afterEach(() => jest.restoreAllMocks());

describe('inserting code into a notebook', () => {
  it('fills the active cell if that is empty', () => {
    const notebook = notebookOf(['a = 1', ' ']);
    const { index, id } = insertCell(notebook, 1, CODE, { pangeo: { a: 1 } });
    expect(sourcesOf(notebook)).toEqual(['a = 1', CODE]);
    expect(index).toBe(1);
    expect(notebook.getCell(1).getId()).toBe(id);
    expect(notebook.getCell(1).getMetadata('pangeo')).toEqual({ a: 1 });
  });

  it('makes a new cell below one that holds something', () => {
    const notebook = notebookOf(['a = 1', 'b = 2']);
    const { index } = insertCell(notebook, 0, CODE, { pangeo: { a: 1 } });
    expect(sourcesOf(notebook)).toEqual(['a = 1', CODE, 'b = 2']);
    expect(notebook.getCell(index).getMetadata('pangeo')).toEqual({ a: 1 });
  });

  it('works in a notebook without cells', () => {
    const notebook = notebookOf([]);
    expect(insertCell(notebook, -1, CODE, {}).index).toBe(0);
    expect(sourcesOf(notebook)).toEqual([CODE]);
  });

  it.each(['editable', 'deletable'])(
    'leaves an empty cell alone that is not %s',
    flag => {
      const notebook = notebookOf([''], { [flag]: false });
      insertCell(notebook, 0, CODE, {});
      expect(sourcesOf(notebook)).toEqual(['', CODE]);
    }
  );

  it('leaves an empty Markdown cell alone', () => {
    const notebook = YNotebook.create();
    notebook.insertCell(0, { cell_type: 'markdown', source: '' });
    insertCell(notebook, 0, CODE, {});
    expect(sourcesOf(notebook)).toEqual(['', CODE]);
  });

  it.each([
    ['into an empty cell', ['x = 1', '']],
    ['into a new cell', ['x = 1', 'y = 2']]
  ])(
    'is one undo step %s, apart from edits just before and after',
    (_, sources) => {
      const notebook = notebookOf(sources);
      notebook.insertCell(2, { cell_type: 'code', source: 'before' });
      const before = notebook.toJSON();
      insertCell(notebook, 1, CODE, { pangeo: { entry: 'sst' } });
      const inserted = notebook.toJSON();
      notebook.insertCell(0, { cell_type: 'code', source: 'after' });

      notebook.undo();
      expect(notebook.toJSON()).toEqual(inserted);
      notebook.undo();
      expect(notebook.toJSON()).toEqual(before);
    }
  );

  it('touches no other cell', () => {
    const notebook = notebookOf(['a', 'b', 'c']);
    const changed: string[] = [];
    notebook.cells.forEach(cell =>
      cell.changed.connect(() => changed.push(cell.getSource()))
    );
    insertCell(notebook, 1, CODE, {});
    expect(changed).toEqual([]);
  });
});
