import type { JupyterFrontEnd } from '@jupyterlab/application';
import type {
  IThemeManager,
  MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IServer } from '../api/tokens';
import type { Settings } from './settings.gen';

export const PLUGIN_ID = 'jupyterlab-pangeo:usage';

/** What the plugin knows when it starts. */
export interface IUsagePlaces {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
  readonly tracker: WidgetTracker<MainAreaWidget>;
}

/** What the commands about usage work with. */
export interface IUsageContext extends IUsagePlaces {
  readonly server: IServer;
  readonly themes: IThemeManager | null;
  readonly rendermime: IRenderMimeRegistry | null;
  /** The settings as they are now. */
  readonly settings: () => Promise<Settings>;
  /** Keep a choice for new tabs. */
  readonly remember: (choice: Pick<Settings, 'store'>) => void;
}
