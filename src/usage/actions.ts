import { Clipboard } from '@jupyterlab/apputils';
import { MimeData } from '@lumino/coreutils';
import { Drag } from '@lumino/dragdrop';
import type * as React from 'react';
import '../../style/base.css';
import '../../style/usage.css';
import '../../style/usageCharts.css';
import { notify } from '../ui/notify';
import { reportFailure } from '../ui/report';
import type { OpenUsageArgs } from './commands';
import type { IUsageContext } from './context';
import { CursorSync } from './dashboard/charts';
import { builtIn, type IPrices } from './dashboards';
import { idOfGrafana, Library, readerOf } from './library';
import { UsageModel } from './model';
import { Pages } from './pages';
import type { IPanelActions } from './panel/props';
import { UsageTab } from './tab';
import type { UsageView } from './tokens';
import { argsOf, linkTo, USUAL, viewIn, viewOf, withoutView } from './view';

const FACTORY = 'application/vnd.lumino.widget-factory';

/** Characters on a card of the launcher. */
const MOST_TITLE = 200;

/** Pixels that a pointer moves before a press becomes a drag. */
const FAR = 5;

interface IMakeOptions {
  /** Whether it is for one panel. */
  readonly isPanelTab?: boolean;
  /** Whether nobody chose the time yet. */
  readonly isFresh?: boolean;
  /** Gives the text of a file, where not Jupyter is to be asked for it. */
  readonly read?: (path: string) => Promise<unknown>;
  /** Opens the file that is shown as text. */
  readonly edit?: () => void;
}

/** What the commands about usage do. */
export class UsageActions {
  constructor(readonly context: IUsageContext) {
    this._pages = new Pages(context);
  }

  /** Open the tab, or bring it to the front, at what is asked. */
  async open(args: OpenUsageArgs): Promise<void> {
    const { tracker, app } = this.context;
    const view = viewOf(args, await this.usual());
    if (args.isPage) {
      await this._pages.open(view);
      return;
    }
    const id = idOf(view, args.isTab === true);
    const found = tracker.find(tab => tab.id === id) as UsageTab | undefined;
    // Who says no time gets that of a dashboard which has one.
    const isFresh = args.from === undefined;
    if (found && Object.keys(args).length > 0) {
      const { dashboard, panel, variables } = view;
      found.model.change(isFresh ? { dashboard, panel, variables } : view);
    }
    const tab = found ?? this.tab(view, args.isTab === true, isFresh);
    if (!tab.isAttached) {
      app.shell.add(tab, 'main', { mode: 'tab-after' });
    }
    app.shell.activateById(tab.id);
  }

  /** Show the view that the address of the page leads to, and take that off the address. */
  async follow(search: string): Promise<void> {
    const view = viewIn(search);
    const { pathname, hash } = window.location;
    window.history.replaceState(
      window.history.state,
      '',
      `${pathname}${withoutView(window.location.search)}${hash}`
    );
    if (view) {
      await this.open(argsOf(view, false));
    }
  }

  /** A tab that is not shown yet, and is there again after a reload. */
  tab(view: UsageView, isPanelTab: boolean, isFresh = false): UsageTab {
    const { tracker } = this.context;
    const tab = this.make(view, { isPanelTab, isFresh });
    const { model } = tab;
    tab.id = idOf(view, isPanelTab);
    void tracker.add(tab);
    this._pages.watch(model);
    let saved = view;
    model.changed.connect(() => {
      // A reload of the page brings back what is shown; that new numbers are asked for changes nothing of it.
      if (model.snapshot.view !== saved) {
        saved = model.snapshot.view;
        void tracker.save(tab);
      }
    });
    return tab;
  }

  /** A tab, or what fills one of somebody else's. */
  make(view: UsageView, options: IMakeOptions): UsageTab {
    const { server, trans, themes, rendermime } = this.context;
    const { isPanelTab = false, isFresh = false, edit } = options;
    const { client } = server;
    const known = builtIn(trans, this._prices);
    const { contents } = this.context.app.serviceManager;
    const read = options.read ?? readerOf(contents);
    const library = new Library(known, client, read, trans);
    const model = new UsageModel({ client, library, view, trans, isFresh });
    const cursor = new CursorSync();
    const pins = this._pinning();
    const actions = { ...this._panelActions(model), edit, pins };
    const props = { model, trans, cursor, themes, rendermime, actions };
    const tab = new UsageTab(model, props, isPanelTab);
    tab.disposed.connect(() => cursor.dispose());
    return tab;
  }

  /** What the settings say of a new tab. */
  async usual(): Promise<UsageView> {
    const settings = await this.context.settings();
    const { dashboard, range, refresh, store } = settings;
    this._prices = {
      core: settings.corePrice ?? 0,
      memory: settings.memoryPrice ?? 0,
      currency: settings.currency ?? ''
    };
    return {
      ...USUAL,
      dashboard: dashboard ?? USUAL.dashboard,
      from: range ? `now-${range}` : USUAL.from,
      refresh: refresh ?? USUAL.refresh,
      store: store ?? USUAL.store
    };
  }

  private _panelActions(model: UsageModel): Omit<IPanelActions, 'pins'> {
    const viewOfPanel = (panel: number | null) => ({
      ...model.snapshot.view,
      panel
    });
    return {
      open: panelId => {
        const tab = this._panelTab(viewOfPanel(panelId));
        if (!tab.isAttached) {
          this.context.app.shell.add(tab, 'main', { mode: 'split-right' });
        }
        this.context.app.shell.activateById(tab.id);
      },
      drag: (panelId, event) =>
        this._drag(event, () => this._panelTab(viewOfPanel(panelId))),
      copyLink: panelId => {
        const { trans } = this.context;
        Clipboard.copyToSystem(
          linkTo(
            viewOfPanel(panelId),
            this.context.app.serviceManager.serverSettings.baseUrl
          )
        );
        notify('info', trans.__('The link is in the clipboard.'));
      },
      save,
      findDashboard: async source => {
        const { findDashboard } = await import(
          /* webpackChunkName: "usage-finder" */ './finderDialog'
        );
        const { server, trans } = this.context;
        const uid = await findDashboard(server.client, source, trans);
        if (uid !== null) {
          const dashboard = idOfGrafana(source.name, uid);
          model.change({ dashboard, panel: null });
        }
      },
      showPage: () => this._pages.open(model.snapshot.view, model.snapshot),
      ...this._storeActions(model)
    };
  }

  /** What the button of the launcher asks and does. */
  private _pinning(): IPanelActions['pins'] {
    const { pins, trans } = this.context;
    return (
      pins && {
        list: pins,
        toggle: (dashboard, title) => {
          pins.toggle({ dashboard, title: title.slice(0, MOST_TITLE) }).then(
            isNew =>
              isNew && notify('info', trans.__('It is in the launcher now.')),
            (thrown: unknown) =>
              reportFailure(trans.__('It could not be pinned'), thrown, trans)
          );
        }
      }
    );
  }

  private _storeActions(
    model: UsageModel
  ): Pick<IPanelActions, 'chooseStore' | 'addStore' | 'removeStore'> {
    const { trans, server, remember } = this.context;
    const dialogs = () =>
      import(/* webpackChunkName: "usage-sources" */ './sourceDialogs');
    const choose = (store: string) => {
      model.change({ store });
      remember({ store });
    };
    return {
      chooseStore: choose,
      addStore: async () => {
        const { addSource } = await dialogs();
        const added = await addSource(server.client, trans);
        if (added) {
          choose(added.name);
          await model.refresh();
        }
      },
      removeStore: async store => {
        const { removeSource } = await dialogs();
        if (await removeSource(server.client, store, trans)) {
          await model.refresh();
        }
      }
    };
  }

  private _panelTab(view: UsageView): UsageTab {
    const id = idOf(view, true);
    const found = this.context.tracker.find(tab => tab.id === id);
    return (found as UsageTab | undefined) ?? this.tab(view, true);
  }

  /** Drag a panel out by its title, once the pointer moved so far that no press is meant. */
  private _drag(event: React.PointerEvent, make: () => UsageTab): void {
    const { clientX, clientY, button } = event;
    if (button !== 0) {
      return;
    }
    const title = event.currentTarget as HTMLElement;
    const end = () => {
      document.removeEventListener('pointermove', move, true);
      document.removeEventListener('pointerup', end, true);
    };
    const move = (now: PointerEvent) => {
      const far = Math.hypot(now.clientX - clientX, now.clientY - clientY);
      if (far < FAR) {
        return;
      }
      end();
      const mimeData = new MimeData();
      mimeData.setData(FACTORY, make);
      const drag = new Drag({
        mimeData,
        dragImage: title.cloneNode(true) as HTMLElement,
        proposedAction: 'move',
        supportedActions: 'move',
        source: this
      });
      void drag.start(now.clientX, now.clientY).finally(() => drag.dispose());
    };
    document.addEventListener('pointermove', move, true);
    document.addEventListener('pointerup', end, true);
  }

  private readonly _pages: Pages;

  /** Of the settings when a tab was opened last. */
  private _prices: IPrices | undefined;
}

function idOf({ dashboard, panel }: UsageView, isPanelTab: boolean): string {
  return isPanelTab
    ? `jp-pangeo-usage-${dashboard}-${panel}`
    : 'jp-pangeo-usage';
}

/** Have the browser save a file. */
function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken hold of the content when this turn is over.
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
