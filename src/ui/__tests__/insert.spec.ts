import { YFile, YNotebook } from '@jupyter/ydoc';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { IEditorTracker } from '@jupyterlab/fileeditor';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { acceptDialog, dismissDialog } from '@jupyterlab/testing';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { settle } from '../../testing/promises';
import { insertCode } from '../insert';

const trans = nullTranslator.load('jupyterlab_pangeo');

// Building a cell, Jupyter's model reads it before it belongs to a document, of which Yjs warns.
beforeEach(() => void jest.spyOn(console, 'warn').mockImplementation());
afterEach(() => {
  jest.restoreAllMocks();
  Notification.dismiss();
  document.body.replaceChildren();
});

/** As much of a notebook's panel as an insert touches, around a real shared model. */
function panelOf(flags: { readOnly?: boolean; writable?: boolean } = {}) {
  const sharedModel = YNotebook.create();
  sharedModel.insertCell(0, { cell_type: 'code', source: 'a = 1' });
  const sessionContext = {
    isReady: true,
    ready: Promise.resolve(),
    kernelPreferenceChanged: new Signal<object, void>({})
  };
  const content = {
    model: { readOnly: flags.readOnly ?? false, sharedModel },
    activeCellIndex: 0,
    activeCell: null,
    mode: 'edit',
    deselectAll: jest.fn(),
    scrollToItem: jest.fn(async () => undefined)
  };
  const panel = {
    id: 'notebook-1',
    title: { label: 'analysis.ipynb' },
    content,
    sessionContext,
    context: {
      ready: Promise.resolve(),
      contentsModel: { writable: flags.writable ?? true }
    }
  };
  return {
    panel: panel as unknown as NotebookPanel,
    content,
    sessionContext,
    sharedModel
  };
}

function contextOf(
  panel: NotebookPanel | null,
  front: unknown = panel,
  editors: IEditorTracker | null = null
) {
  const activateById = jest.fn();
  const execute = jest.fn();
  const app = {
    shell: { currentWidget: front, activateById },
    commands: { execute },
    serviceManager: {
      kernelspecs: { ready: Promise.resolve(), specs: { default: 'python3' } }
    }
  } as unknown as JupyterFrontEnd;
  const notebooks = {
    currentWidget: panel,
    has: (widget: unknown) => widget !== null && widget === panel
  } as unknown as INotebookTracker;
  const context = { app, notebooks, consoles: null, editors, trans };
  return { context, activateById, execute };
}

describe('inserting where the user works', () => {
  it('selects the new cell and leaves the notebook ready to run and undo', async () => {
    const { panel, content, sharedModel } = panelOf();
    const { context, activateById } = contextOf(panel);
    const inserted = await insertCode(context, 'b = 2', { pangeo: {} });
    expect(inserted).toMatchObject({
      place: 'notebook',
      cellId: sharedModel.getCell(1).getId()
    });
    expect(content).toMatchObject({ activeCellIndex: 1, mode: 'command' });
    expect(content.scrollToItem).toHaveBeenCalledWith(1, 'smart');
    expect(activateById).toHaveBeenCalledWith('notebook-1');
  });

  it('takes the notebook last used when something else is in front', async () => {
    const { panel, sharedModel } = panelOf();
    const { context } = contextOf(panel, {});
    await insertCode(context, 'b = 2');
    expect(sharedModel.cells).toHaveLength(2);
  });

  it.each([{ readOnly: true }, { writable: false }])(
    'leaves a notebook with %j alone and says so',
    async flags => {
      const { panel, sharedModel } = panelOf(flags);
      const { context } = contextOf(panel);
      expect(await insertCode(context, 'b = 2')).toBeNull();
      expect(sharedModel.cells).toHaveLength(1);
      const [told] = Notification.manager.notifications;
      expect(told.message).toContain('analysis.ipynb is read-only');
      // With 0 it would be in Lab's list only, out of view.
      expect(told.options.autoClose).toBeGreaterThan(0);
    }
  );

  it('offers a new notebook where none is open', async () => {
    const { panel, sharedModel } = panelOf();
    const { context, execute } = contextOf(null);
    execute.mockResolvedValue(panel);
    const inserting = insertCode(context, 'b = 2');
    await settle();
    expect(document.body.textContent).toContain('Open a new notebook');
    await acceptDialog();
    await inserting;
    expect(execute).toHaveBeenCalledWith('notebook:create-new', {
      kernelName: 'python3'
    });
    expect(sharedModel.cells).toHaveLength(2);
  });

  it('is one undo step of a new notebook too, whose history Lab clears after it says that it is ready', async () => {
    const { panel, sessionContext, sharedModel } = panelOf();
    sessionContext.isReady = false;
    sessionContext.ready = new Promise(() => undefined);
    const { context, execute } = contextOf(null);
    execute.mockResolvedValue(panel);
    const inserting = insertCode(context, 'b = 2');
    await settle();
    await acceptDialog();
    await settle();
    expect(sharedModel.cells).toHaveLength(1);
    sessionContext.kernelPreferenceChanged.emit();
    await Promise.resolve();
    sharedModel.clearUndoHistory();
    await inserting;
    expect(sharedModel.cells).toHaveLength(2);
    sharedModel.undo();
    expect(sharedModel.cells.map(cell => cell.getSource())).toEqual(['a = 1']);
  });

  it('makes no notebook when that is declined', async () => {
    const { context, execute } = contextOf(null);
    const inserting = insertCode(context, 'b = 2');
    await settle();
    await dismissDialog();
    expect(await inserting).toBeNull();
    expect(execute).not.toHaveBeenCalled();
  });

  it('writes at the cursor of an editor in front', async () => {
    const sharedModel = new YFile();
    sharedModel.setSource('x\ny\n');
    const editor = {
      getOption: () => false,
      getCursorPosition: () => ({ line: 1, column: 0 }),
      getOffsetAt: () => 2,
      getPositionAt: () => ({ line: 2, column: 0 }),
      setCursorPosition: jest.fn(),
      focus: jest.fn()
    };
    const front = {
      title: { label: 'script.py' },
      context: { contentsModel: { writable: true } },
      content: { editor, model: { sharedModel } }
    };
    const editors = { has: () => true } as unknown as IEditorTracker;
    const { context } = contextOf(null, front, editors);
    expect(await insertCode(context, 'b = 2')).toEqual({ place: 'editor' });
    expect(sharedModel.getSource()).toBe('x\nb = 2\ny\n');
  });
});
