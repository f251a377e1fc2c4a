import type { ILayoutRestorer } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import { openUsage } from './commands';
import { type IUsagePlaces, PLUGIN_ID } from './context';
import { addDocuments } from './documents';

/** Make the command known; what it does is loaded when it first runs, or when something runs that uses memory. */
export function launch(
  places: IUsagePlaces,
  restorer: ILayoutRestorer | null,
  palette: ICommandPalette | null
): void {
  const { app, registry, trans, tracker } = places;
  let loading: ReturnType<typeof start> | null = null;
  const start = async () =>
    (await import(/* webpackChunkName: "usage" */ './main')).start(places);
  const load = () => (loading ??= start());
  const { search } = window.location;
  if (search.includes('pangeo-usage=')) {
    void app.restored.then(async () => (await load()).follow(search));
  }
  openUsage.add(app.commands, {
    label: trans.__('Usage'),
    caption: trans.__('Show what you and your clusters use'),
    execute: async args => (await load()).open(args)
  });
  addDocuments(app, restorer, trans, async (...document) => {
    const { fill } = await import(
      /* webpackChunkName: "usage-document" */ './document'
    );
    await fill(await load(), ...document);
  });
  void app.restored.then(async () => {
    const settings = await registry?.load(PLUGIN_ID);
    const pins = settings?.composite.pins;
    if (settings && Array.isArray(pins) && pins.length > 0) {
      const { showPins } = await import(
        /* webpackChunkName: "usage-launcher" */ './launcher'
      );
      await showPins(places, settings);
    }
  });
  const { sessions } = app.serviceManager;
  let isWatching = false;
  const watch = () => {
    if (!isWatching && !sessions.running().next().done) {
      isWatching = true;
      sessions.runningChanged.disconnect(watch);
      void import(/* webpackChunkName: "usage-status" */ './status').then(
        ({ show }) => show(places)
      );
    }
  };
  sessions.runningChanged.connect(watch);
  void sessions.ready.then(watch);
  palette?.addItem({ command: openUsage.id, category: trans.__('Usage') });
  void restorer?.restore(tracker, {
    command: openUsage.id,
    args: tab => (tab as unknown as IRestored).args,
    name: ({ id }) => id
  });
}

interface IRestored {
  readonly args: Parameters<typeof openUsage.run>[1];
}
