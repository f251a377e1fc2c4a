import type { ILauncher } from '@jupyterlab/launcher';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { DisposableDelegate } from '@lumino/disposable';
import { registryOf } from '../../testing/settings';
import { openPinned, openUsage } from '../commands';
import type { IUsagePlaces } from '../context';
import { showPins } from '../launcher';
import { type Pin, Pins } from '../pins';

const NODE = { dashboard: 'node', title: 'Node' };
const DASK = { dashboard: 'grafana:ops/a b', title: 'Dask' };

async function settingsOf(
  pins: readonly Pin[]
): Promise<ISettingRegistry.ISettings> {
  return registryOf({ pins }).registry.load('x');
}

describe('dashboards that are pinned', () => {
  it('are in the settings, once each, and are gone at the second press', async () => {
    const settings = await settingsOf([]);
    const show = jest.fn(() => Promise.resolve());
    const pins = new Pins(settings, show);
    const seen: (readonly Pin[])[] = [];
    pins.changed.connect(({ snapshot }) => void seen.push(snapshot));
    expect(await pins.toggle(NODE)).toBe(true);
    expect(await pins.toggle(DASK)).toBe(true);
    expect(settings.composite.pins).toEqual([NODE, DASK]);
    expect(show).toHaveBeenCalled();
    expect(await pins.toggle({ ...NODE, title: 'Other' })).toBe(false);
    expect(seen).toEqual([[NODE], [NODE, DASK], [DASK]]);
  });
});

describe('cards of the launcher', () => {
  const trans = nullTranslator.load('');
  let cards: ILauncher.IItemOptions[];
  let commands: CommandRegistry;
  let places: IUsagePlaces;

  beforeEach(() => {
    cards = [];
    commands = new CommandRegistry();
    const add = (card: ILauncher.IItemOptions) => {
      cards.push(card);
      return new DisposableDelegate(() => {
        cards = cards.filter(other => other !== card);
      });
    };
    const resolveOptionalService = () => Promise.resolve({ add });
    const app = { commands, resolveOptionalService };
    places = { app, trans } as unknown as IUsagePlaces;
  });

  it('are those of the settings, also when these change', async () => {
    const settings = await settingsOf([NODE]);
    await showPins(places, settings);
    await showPins(places, settings);
    expect(cards).toMatchObject([{ args: NODE, rank: 0 }]);
    await settings.set('pins', [DASK, NODE]);
    expect(cards.map(({ args }) => args)).toEqual([DASK, NODE]);
    await settings.set('pins', []);
    expect(cards).toEqual([]);
  });

  it('have the title of their dashboard and open it', async () => {
    await showPins(places, await settingsOf([DASK]));
    const [{ command, args }] = cards;
    expect(commands.label(command, args)).toBe('Dask');
    const execute = jest.fn();
    openUsage.add(commands, { label: 'Usage', execute });
    await openPinned.run(commands, DASK);
    expect(execute).toHaveBeenCalledWith({ dashboard: DASK.dashboard });
  });
});
