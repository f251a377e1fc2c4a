import { IThemeManager } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IServer } from '../api/tokens';
import { reportFailure } from '../ui/report';
import { UsageActions } from './actions';
import { type IUsagePlaces, PLUGIN_ID } from './context';

/** Gather what the commands about usage work with. Services are asked for here, so that Lab's start waits for none. */
export async function start(places: IUsagePlaces): Promise<UsageActions> {
  const { app } = places;
  const [server, registry, themes, rendermime] = await Promise.all([
    app.resolveRequiredService(IServer),
    app.resolveOptionalService(ISettingRegistry),
    app.resolveOptionalService(IThemeManager),
    app.resolveOptionalService(IRenderMimeRegistry)
  ]);
  return new UsageActions({
    ...places,
    server,
    themes,
    rendermime,
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
