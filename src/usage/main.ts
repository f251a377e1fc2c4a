import { IThemeManager } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IServer } from '../api/tokens';
import { reportFailure } from '../ui/report';
import { UsageActions } from './actions';
import { type IUsagePlaces, PLUGIN_ID } from './context';
import { Pins } from './pins';

/** Gather what the commands about usage work with. Services are asked for here, so that Lab's start waits for none. */
export async function start(places: IUsagePlaces): Promise<UsageActions> {
  const { app, registry } = places;
  const [server, themes, rendermime] = await Promise.all([
    app.resolveRequiredService(IServer),
    app.resolveOptionalService(IThemeManager),
    app.resolveOptionalService(IRenderMimeRegistry)
  ]);
  const settings = await registry?.load(PLUGIN_ID);
  const pins = settings && new Pins(settings, () => show(places, settings));
  return new UsageActions({
    ...{ ...places, server, themes, rendermime },
    pins: pins ?? null,
    settings: async () => (await registry?.load(PLUGIN_ID))?.composite ?? {},
    remember: ({ store = '' }) => {
      registry
        ?.set(PLUGIN_ID, 'store', store)
        .catch((thrown: unknown) =>
          reportFailure(
            places.trans.__('The choice could not be kept for new tabs'),
            thrown,
            places.trans
          )
        );
    }
  });
}

async function show(
  places: IUsagePlaces,
  settings: ISettingRegistry.ISettings
): Promise<void> {
  const { showPins } = await import(
    /* webpackChunkName: "usage-launcher" */ './launcher'
  );
  await showPins(places, settings);
}
