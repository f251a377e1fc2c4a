import type { JupyterFrontEnd } from '@jupyterlab/application';
import type {
  IThemeManager,
  MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IServer } from '../api/tokens';
import type { Pins } from './pins';
import type { Settings } from './settings.gen';

export const PLUGIN_ID = 'jupyterlab-pangeo:usage';

/** What the plugin knows when it starts. */
export interface IUsagePlaces {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
  readonly tracker: WidgetTracker<MainAreaWidget>;
  readonly registry: ISettingRegistry | null;
}

/** What the commands about usage work with. */
export interface IUsageContext extends IUsagePlaces {
  readonly server: IServer;
  readonly themes: IThemeManager | null;
  readonly rendermime: IRenderMimeRegistry | null;
  /** The settings as they are now. */
  readonly settings: () => Promise<Settings>;
  /** Dashboards with a card in the launcher; null where there are no settings to keep them. */
  readonly pins: Pins | null;
  /** Keep a choice for new tabs. */
  readonly remember: (choice: Pick<Settings, 'store'>) => void;
}
