import { Clipboard, Dialog, showDialog } from '@jupyterlab/apputils';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ConsolePanel, IConsoleTracker } from '@jupyterlab/console';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { FileEditor, IEditorTracker } from '@jupyterlab/fileeditor';
import type { PartialJSONObject } from '@lumino/coreutils';
import type {
  INotebookTracker,
  Notebook,
  NotebookPanel
} from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { insertCell } from './insertCell';
import { notify } from './notify';

/** Where code can go. Absent trackers are places that this front end does not have. */
export interface IInsertContext {
  readonly app: JupyterFrontEnd;
  readonly notebooks: INotebookTracker | null;
  readonly consoles: IConsoleTracker | null;
  readonly editors: IEditorTracker | null;
  readonly trans: TranslationBundle;
}

/** Where the code went; `null` where the user declined or nothing could take it. */
export type Inserted =
  | {
      readonly place: 'notebook';
      readonly panel: NotebookPanel;
      readonly cellId: string;
    }
  | { readonly place: 'console' | 'editor' }
  | null;

/**
 * Put code where the user works: the notebook, console or editor in front, or else the notebook last used.
 *
 * In a notebook the active cell takes it if that is empty, or else a new cell below; one undo step of the
 * notebook takes it away, no other cell is touched, nothing is run. Where nothing is open a new notebook is offered.
 *
 * @param metadata - merged into the cell's metadata by the same step.
 */
export async function insertCode(
  context: IInsertContext,
  code: string,
  metadata: PartialJSONObject = {}
): Promise<Inserted> {
  const { app, consoles, editors } = context;
  const front = app.shell.currentWidget;
  if (front && consoles?.has(front)) {
    return intoConsole(front as ConsolePanel, code);
  }
  if (front && editors?.has(front)) {
    return intoEditor(context, front as IDocumentWidget<FileEditor>, code);
  }
  const panel = lastNotebook(context) ?? (await offerNotebook(context));
  return panel ? intoNotebook(context, panel, code, metadata) : null;
}

function lastNotebook({
  app,
  notebooks
}: IInsertContext): NotebookPanel | null {
  const front = app.shell.currentWidget;
  return front && notebooks?.has(front)
    ? (front as NotebookPanel)
    : (notebooks?.currentWidget ?? null);
}

async function intoNotebook(
  context: IInsertContext,
  panel: NotebookPanel,
  code: string,
  metadata: PartialJSONObject
): Promise<Inserted> {
  await panel.context.ready;
  const { content: notebook } = panel;
  const { model } = notebook;
  if (!model || model.readOnly || !isWritable(panel)) {
    tellReadOnly(context, panel.title.label, code);
    return null;
  }
  const { index, id } = insertCell(
    model.sharedModel,
    notebook.activeCellIndex,
    code,
    metadata
  );
  await show(context, panel, notebook, index);
  return { place: 'notebook', panel, cellId: id };
}

function isWritable(panel: NotebookPanel): boolean {
  return panel.context.contentsModel?.writable !== false;
}

/** Select the cell and bring it into view; the notebook is left ready for Shift Enter and for undo. */
async function show(
  { app }: IInsertContext,
  panel: NotebookPanel,
  notebook: Notebook,
  index: number
): Promise<void> {
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  notebook.mode = 'command';
  app.shell.activateById(panel.id);
  // Not scrollToCell: that would put the cursor into the code.
  await notebook.scrollToItem(index, 'smart').catch(() => undefined);
}

function intoConsole(panel: ConsolePanel, code: string): Inserted {
  const prompt = panel.console.promptCell;
  if (!prompt?.editor) {
    return null;
  }
  const { sharedModel } = prompt.model;
  const before = sharedModel.getSource();
  sharedModel.setSource(before.trim() ? `${before}\n${code}` : code);
  prompt.editor.focus();
  return { place: 'console' };
}

function intoEditor(
  context: IInsertContext,
  widget: IDocumentWidget<FileEditor>,
  code: string
): Inserted {
  const { editor, model } = widget.content;
  if (
    editor.getOption('readOnly') ||
    widget.context.contentsModel?.writable === false
  ) {
    tellReadOnly(context, widget.title.label, code);
    return null;
  }
  const offset = editor.getOffsetAt(editor.getCursorPosition());
  model.sharedModel.updateSource(offset, offset, `${code}\n`);
  editor.setCursorPosition(
    editor.getPositionAt(offset + code.length + 1) ?? { line: 0, column: 0 }
  );
  editor.focus();
  return { place: 'editor' };
}

/** Code for something that may not be written goes to the clipboard at the user's wish. */
function tellReadOnly(
  { trans }: IInsertContext,
  name: string,
  code: string
): void {
  notify('warning', trans.__('%1 is read-only; nothing was inserted.', name), {
    label: trans.__('Copy code'),
    callback: () => Clipboard.copyToSystem(code)
  });
}

async function offerNotebook(
  context: IInsertContext
): Promise<NotebookPanel | null> {
  const { app, notebooks, trans } = context;
  if (!notebooks) {
    return null;
  }
  const answer = await showDialog({
    title: trans.__('No notebook is open'),
    body: trans.__('Open a new notebook and put the code into it?'),
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({ label: trans.__('New notebook') })
    ]
  });
  if (!answer.button.accept) {
    return null;
  }
  const { specs, ready } = app.serviceManager.kernelspecs;
  await ready;
  const created = (await app.commands.execute('notebook:create-new', {
    kernelName: specs?.default ?? app.serviceManager.kernelspecs.specs?.default
  })) as NotebookPanel | undefined;
  const panel = created ?? notebooks.currentWidget;
  await (panel && opened(panel));
  return panel;
}

/**
 * Wait until a new notebook's undo history is its user's.
 *
 * Lab clears it a moment after the document says that it is ready: once there is a checkpoint, when the session begins.
 * What is inserted before that cannot be undone.
 */
async function opened({ sessionContext }: NotebookPanel): Promise<void> {
  if (!sessionContext.isReady) {
    await Promise.race([
      sessionContext.ready,
      new Promise<void>(resolve => {
        const begins = () => {
          sessionContext.kernelPreferenceChanged.disconnect(begins);
          resolve();
        };
        sessionContext.kernelPreferenceChanged.connect(begins);
      })
    ]);
    // A new turn of the page's loop comes after all that Lab still does in this one.
    await new Promise(resolve => window.setTimeout(resolve));
  }
}
