import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import {
  ABCWidgetFactory,
  type DocumentRegistry,
  DocumentWidget,
  type IDocumentWidget
} from '@jupyterlab/docregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import { jsonIcon } from '@jupyterlab/ui-components';
import { StackedPanel } from '@lumino/widgets';

/** Name of the way to open a file; layouts that Lab keeps have it. */
const NAME = 'Dashboard';
const FILE_TYPE = 'grafana-dashboard';

/** A file with a dashboard in the main area. */
type DashboardDocument = IDocumentWidget<StackedPanel>;

/** Puts a file's dashboard into a panel. */
type Fill = (
  panel: StackedPanel,
  context: DocumentRegistry.Context
) => Promise<void>;

/** Makes tabs of files with dashboards; what fills them is loaded at the first use. */
class DashboardFactory extends ABCWidgetFactory<DashboardDocument> {
  fill!: Fill;

  protected override createNewWidget(
    context: DocumentRegistry.Context
  ): DashboardDocument {
    const content = new StackedPanel();
    // Until it is there Lab shows that it waits, then what went wrong.
    const reveal = this.fill(content, context);
    const widget = new DocumentWidget({ content, context, reveal });
    widget.toolbar.hide();
    return widget;
  }
}

/** Let JSON files be opened as dashboards; those that say so by their name open so at once. */
export function addDocuments(
  { docRegistry }: JupyterFrontEnd,
  restorer: ILayoutRestorer | null,
  trans: TranslationBundle,
  fill: Fill
): void {
  const label = trans.__('Dashboard');
  docRegistry.addFileType({
    name: FILE_TYPE,
    displayName: label,
    icon: jsonIcon,
    extensions: ['.dashboard.json', '.grafana.json'],
    mimeTypes: ['application/json']
  });
  const factory = new DashboardFactory({
    name: NAME,
    label,
    fileTypes: ['json', FILE_TYPE],
    defaultFor: [FILE_TYPE]
  });
  factory.fill = fill;
  docRegistry.addWidgetFactory(factory);
  const tracker = new WidgetTracker<DashboardDocument>({
    namespace: 'jupyterlab-pangeo-dashboard'
  });
  factory.widgetCreated.connect((_, document) => {
    void tracker.add(document);
    document.context.pathChanged.connect(() => void tracker.save(document));
  });
  void restorer?.restore(tracker, {
    command: 'docmanager:open',
    args: ({ context }) => ({ path: context.path, factory: NAME }),
    name: ({ context }) => context.path
  });
}
