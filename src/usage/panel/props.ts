import type { IThemeManager } from '@jupyterlab/apputils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IObservable } from '../../ui/useModel';
import type { CursorSync } from '../dashboard/charts';
import type { Pin } from '../pins';
import type { IUsageModel, Source } from '../tokens';

/** What can be done with one panel of the dashboard that is shown. */
export interface IPanelActions {
  /** Open a panel in a tab of its own, next to what is in front. */
  open(panelId: number): void;
  /** Begin to drag a panel out into the main area. */
  drag(panelId: number, event: React.PointerEvent): void;
  /** Copy a link to this view, or to one panel of it. */
  copyLink(panelId: number | null): void;
  /** Save a file to the user's computer. */
  save(name: string, content: Blob): void;
  /** Have the user choose a dashboard of a Grafana, and show it. */
  findDashboard(grafana: Source): Promise<void>;
  /** Open the file that is shown as text; only where a tab is of one file. */
  readonly edit?: () => void;
  /** Cards of the launcher; null where there are none. */
  readonly pins: {
    readonly list: IObservable<readonly Pin[]>;
    /** Give a dashboard a card, or take it away. */
    toggle(dashboard: string, title: string): void;
  } | null;
  /** Open the page of the dashboard in its Grafana, in a tab beside. */
  showPage(): Promise<void>;
  /** Ask a Prometheus from now on, in new tabs too. */
  chooseStore(name: string): void;
  /** Ask the user for a Prometheus, and ask that from now on. */
  addStore(): Promise<void>;
  /** Forget a Prometheus that was added, once the user said so. */
  removeStore(store: Source): Promise<void>;
}

/** What all parts of a usage tab work with. */
export interface IUsageProps {
  readonly model: IUsageModel;
  readonly actions: IPanelActions;
  /** The crosshair that the charts share. */
  readonly cursor: CursorSync;
  readonly themes: IThemeManager | null;
  /** Draws texts of panels; without it they are shown as they were written. */
  readonly rendermime: IRenderMimeRegistry | null;
  readonly trans: TranslationBundle;
}
