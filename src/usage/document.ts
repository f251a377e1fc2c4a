import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { StackedPanel } from '@lumino/widgets';
import type { UsageActions } from './actions';
import { usageIcon } from './icons';
import { idOfFile } from './library';

/** Show a file's dashboard in its tab, and follow the file: what is saved or read again, and its name. */
export async function fill(
  actions: UsageActions,
  panel: StackedPanel,
  context: DocumentRegistry.Context
): Promise<void> {
  const [usual] = await Promise.all([actions.usual(), context.ready]);
  if (panel.isDisposed) {
    return;
  }
  const { commands } = actions.context.app;
  const tab = actions.make(
    { ...usual, dashboard: idOfFile(context.path) },
    {
      isFresh: true,
      read: () => Promise.resolve(context.model.toString()),
      edit: () =>
        void commands.execute('docmanager:open', {
          path: context.path,
          factory: 'Editor',
          options: { mode: 'split-right' }
        })
    }
  );
  const { model } = tab;
  const reload = () => model.reload();
  const rename = () =>
    model.change({
      ...model.snapshot.view,
      dashboard: idOfFile(context.path)
    });
  context.fileChanged.connect(reload);
  context.pathChanged.connect(rename);
  tab.disposed.connect(() => {
    context.fileChanged.disconnect(reload);
    context.pathChanged.disconnect(rename);
  });
  // The tab inside is a region of its own.
  panel.node.removeAttribute('role');
  panel.node.removeAttribute('aria-label');
  panel.title.icon = usageIcon;
  panel.addWidget(tab);
}
