import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { IConsoleTracker } from '@jupyterlab/console';
import type { IEditorTracker } from '@jupyterlab/fileeditor';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IServer } from '../api/tokens';
import type { IClusterModel } from '../clusters/tokens';
import type { ICatalogModel } from './tokens';
import type { CatalogView } from './view';

/** What commands and panel work with. */
export interface ICatalogContext {
  readonly app: JupyterFrontEnd;
  readonly model: ICatalogModel;
  readonly view: CatalogView;
  readonly trans: TranslationBundle;
  readonly notebooks: INotebookTracker | null;
  readonly consoles: IConsoleTracker | null;
  readonly editors: IEditorTracker | null;
  readonly rendermime: IRenderMimeRegistry | null;
  readonly clusters: IClusterModel | null;
  readonly server: IServer;
  /** The tab with the details, where there is one. */
  readonly tabs: WidgetTracker<MainAreaWidget>;
}
