import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IConsoleTracker } from '@jupyterlab/console';
import type { IEditorTracker } from '@jupyterlab/fileeditor';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IClusterModel } from './tokens';

/** What the commands work with. */
export interface IClusterContext {
  readonly app: JupyterFrontEnd;
  readonly model: IClusterModel;
  readonly trans: TranslationBundle;
  readonly notebooks: INotebookTracker | null;
  readonly consoles: IConsoleTracker | null;
  readonly editors: IEditorTracker | null;
  readonly state: IStateDB | null;
  readonly settings: ISettingRegistry | null;
  /** Let the user edit a name in the list; false where the list is not on screen. */
  readonly editName: (clusterId: string) => boolean;
}
