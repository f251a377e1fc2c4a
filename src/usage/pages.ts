import type { MainAreaWidget } from '@jupyterlab/apputils';
import type { IUsageContext } from './context';
import { placeOf } from './library';
import type { PageTab } from './pageTab';
import type { UsageModel } from './model';
import type { IUsageSnapshot, UsageView } from './tokens';

/** The tabs with pages of a Grafana; each follows what is shown of its dashboard in a tab Usage. */
export class Pages {
  constructor(private readonly _context: IUsageContext) {}

  /** Open the page of a view's dashboard, or bring it to the front; `shown` is of a tab that shows it drawn here. */
  async open(view: UsageView, shown?: IUsageSnapshot): Promise<void> {
    const { app, server, themes, tracker, trans } = this._context;
    const place = placeOf(view.dashboard);
    if (!place) {
      throw new Error(trans.__('Only dashboards of a Grafana have a page.'));
    }
    const { PageTab } = await import(
      /* webpackChunkName: "usage-page" */ './pageTab'
    );
    const { client } = server;
    const { baseUrl } = app.serviceManager.serverSettings;
    let tab = this._find(view.dashboard);
    if (!tab) {
      tab = new PageTab(view, { client, place, baseUrl, themes, trans });
      tab.id = idOf(view.dashboard);
      void tracker.add(tab);
      app.shell.add(tab, 'main', { mode: 'split-right' });
    }
    tab.follow(view);
    this._tell(tab, shown);
    app.shell.activateById(tab.id);
  }

  /** Have pages follow what a tab shows from now on. */
  watch(model: UsageModel): void {
    model.changed.connect(() => {
      const { snapshot } = model;
      const tab = this._find(snapshot.view.dashboard);
      if (tab?.follow(snapshot.view)) {
        // A reload of the page brings back what is shown.
        void this._context.tracker.save(tab);
      }
      if (tab) {
        this._tell(tab, snapshot);
      }
    });
  }

  private _tell(tab: PageTab, shown: IUsageSnapshot | undefined): void {
    if (shown && 'value' in shown.dashboard) {
      tab.say(shown.dashboard.value.title, shown.link);
    }
  }

  private _find(dashboard: string): PageTab | undefined {
    const { tracker } = this._context;
    return tracker.find((tab: MainAreaWidget) => tab.id === idOf(dashboard)) as
      PageTab | undefined;
  }
}

function idOf(dashboard: string): string {
  return `jp-pangeo-page-${dashboard}`;
}
