import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { PlotActions } from '../actions';
import { addAliases } from '../compat';

const trans = nullTranslator.load('jupyterlab_pangeo');

function setUp(theirs = false) {
  const commands = new CommandRegistry();
  const calls: unknown[][] = [];
  const record =
    (name: string) =>
    async (...args: unknown[]) =>
      void calls.push([name, ...args]);
  const actions = {
    open: record('open'),
    openLayout: record('openLayout'),
    select: record('select'),
    findCluster: async () => 'c1'
  } as unknown as PlotActions;
  const load = jest.fn(async () => actions);
  addAliases({ commands, hasPlugin: () => theirs }, trans, load);
  return { commands, calls, load };
}

describe("dask-labextension's commands", () => {
  it("open the layout at the first click on the Client's button", async () => {
    const { commands, calls, load } = setUp();
    expect(load).not.toHaveBeenCalled();
    await commands.execute('dask:populate-and-launch-layout', {
      url: 'http://127.0.0.1:8787/status'
    });
    expect(calls).toEqual([['openLayout', 'c1']]);
  });

  it('open one plot by its route and select a cluster by its address', async () => {
    const { commands, calls } = setUp();
    await commands.execute('dask:launch-dashboard', {
      item: { route: '/individual-progress', label: 'Progress' }
    });
    await commands.execute('dask:populate-dashboard-url', { url: 'x' });
    await commands.execute('dask:launch-layout');
    expect(calls).toEqual([
      ['open', '/individual-progress'],
      ['select', 'x'],
      ['openLayout', 'c1']
    ]);
  });

  it('are left to that extension where it is there', () => {
    expect(setUp(true).commands.listCommands()).toEqual([]);
  });
});
