import { Dialog, showDialog } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import type { IDisposable } from '@lumino/disposable';
import { IServer } from '../../api/tokens';
import { formatBytes, formatPercent, inWords } from '../../ui/format';
import { type INotifyAction, notify } from '../../ui/notify';
import { reportFailure } from '../../ui/report';
import { openUsage } from '../commands';
import { type IUsagePlaces, PLUGIN_ID } from '../context';
import type { Settings } from '../settings.gen';
import { StatusItem } from './StatusItem';
import { type UsageNow, UsageWatch } from './watch';

const PERCENT = 100;

/** Show in Lab's status bar what is used, and tell before memory runs out, if the settings want it. */
export async function show(places: IUsagePlaces): Promise<IDisposable | null> {
  const { app, registry, trans } = places;
  const [server, statusBar] = await Promise.all([
    app.resolveRequiredService(IServer),
    app.resolveOptionalService(IStatusBar)
  ]);
  const loaded = await registry?.load(PLUGIN_ID);
  const { statusItem = true, memoryWarning = 90 } = (loaded?.composite ??
    {}) as Settings;
  if (!statusItem && !memoryWarning) {
    return null;
  }
  const watch = new UsageWatch(server.live, memoryWarning / PERCENT);
  watch.running.connect((_, use) => warn(places, use));
  if (statusItem && statusBar) {
    const item = new StatusItem({
      watch,
      trans,
      onClick: () => void openUsage.run(app.commands, {})
    });
    statusBar.registerStatusItem('jupyterlab-pangeo:usage', {
      item,
      align: 'left',
      rank: 20,
      isActive: () => watch.snapshot.latest !== null,
      activeStateChanged: watch.changed
    });
  }
  return watch;
}

/** Say that memory is about to run out, who holds most of it, and what can be done. */
function warn(places: IUsagePlaces, use: UsageNow): void {
  const { app, trans } = places;
  const limit = use.memoryLimitBytes ?? 0;
  const kernel = use.owners.find(({ kind }) => kind === 'kernel');
  const share = inWords(formatPercent((use.memoryBytes / limit) * PERCENT));
  const what = trans.__(
    'Memory is about to run out: %1 of %2 are in use.',
    share,
    inWords(formatBytes(limit))
  );
  const then = trans.__(
    'When the limit is passed, the system ends a kernel without a word.'
  );
  const who = kernel
    ? trans.__(
        '%1 holds most of it: %2.',
        kernel.name,
        inWords(formatBytes(kernel.memoryBytes))
      )
    : '';
  const actions: INotifyAction[] = [
    {
      label: trans.__('Show usage'),
      callback: () => void openUsage.run(app.commands, {})
    }
  ];
  if (kernel) {
    actions.unshift({
      label: trans.__('Restart kernel…'),
      callback: () => void restart(places, kernel.name)
    });
  }
  notify('error', [what, who, then].filter(Boolean).join(' '), ...actions);
}

/** Restart the kernel of a notebook, once the user said so. */
async function restart(
  { app, trans }: IUsagePlaces,
  path: string
): Promise<void> {
  const { sessions, kernels } = app.serviceManager;
  const found = [...sessions.running()].find(session => session.path === path);
  if (!found?.kernel) {
    notify('info', trans.__('%1 has no kernel any more.', path));
    return;
  }
  const { button } = await showDialog({
    title: trans.__('Restart the kernel of %1?', path),
    body: trans.__('All its variables are lost.'),
    buttons: [
      Dialog.cancelButton(),
      Dialog.warnButton({ label: trans.__('Restart') })
    ]
  });
  if (button.accept) {
    const kernel = kernels.connectTo({ model: found.kernel });
    try {
      await kernel.restart();
    } catch (thrown) {
      reportFailure(
        trans.__('The kernel could not be restarted'),
        thrown,
        trans
      );
    } finally {
      kernel.dispose();
    }
  }
}
