import { ILauncher } from '@jupyterlab/launcher';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { DisposableSet } from '@lumino/disposable';
import { openPinned, openUsage } from './commands';
import type { IUsagePlaces } from './context';
import { usageIcon } from './icons';
import { pinsOf } from './pins';

/** Have Lab's launcher show cards of pinned dashboards, from now on as the settings say. */
export async function showPins(
  { app, trans }: IUsagePlaces,
  settings: ISettingRegistry.ISettings
): Promise<void> {
  const launcher = await app.resolveOptionalService(ILauncher);
  if (!launcher || app.commands.hasCommand(openPinned.id)) {
    return;
  }
  openPinned.add(app.commands, {
    label: ({ title }) => title ?? trans.__('Dashboard'),
    caption: trans.__('Open a dashboard of the tab Usage'),
    icon: usageIcon,
    execute: ({ dashboard }) => openUsage.run(app.commands, { dashboard })
  });
  let cards = new DisposableSet();
  const show = () => {
    cards.dispose();
    cards = DisposableSet.from(
      pinsOf(settings).map(({ dashboard, title }, rank) =>
        launcher.add({
          command: openPinned.id,
          args: { dashboard, title },
          category: trans.__('Dashboards'),
          rank
        })
      )
    );
  };
  settings.changed.connect(show);
  show();
}
