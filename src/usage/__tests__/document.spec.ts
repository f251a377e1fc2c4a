import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { StackedPanel } from '@lumino/widgets';
import { FakeServer } from '../../testing/FakeServer';
import { UsageActions } from '../actions';
import type { IUsageContext } from '../context';
import { fill } from '../document';
import { idOfFile } from '../library';
import type { UsageTab } from '../tab';

function textOf(title: string): string {
  return JSON.stringify({ title, panels: [], time: { from: 'now-2d' } });
}

/** A file that is open in Lab. */
class FakeContext {
  path = 'a/b.dashboard.json';
  text = textOf('First');
  ready = Promise.resolve();
  model = { toString: () => this.text };
  fileChanged = new Signal<this, void>(this);
  pathChanged = new Signal<this, string>(this);
}

describe('a file with a dashboard', () => {
  const execute = jest.fn(() => Promise.resolve());
  let context: FakeContext;
  let panel: StackedPanel;

  beforeEach(() => {
    context = new FakeContext();
    panel = new StackedPanel();
  });

  afterEach(() => panel.dispose());

  async function start(): Promise<void> {
    const server = new FakeServer();
    server.client.reply('listUsageSources', { items: [] });
    const actions = new UsageActions({
      server,
      app: { serviceManager: { contents: {} }, commands: { execute } },
      trans: nullTranslator.load(''),
      tracker: {},
      themes: null,
      settings: () => Promise.resolve({})
    } as unknown as IUsageContext);
    await fill(actions, panel, context as unknown as DocumentRegistry.Context);
  }

  async function open(): Promise<UsageTab> {
    await start();
    return panel.widgets[0] as UsageTab;
  }

  /** The title that is shown, once one is. */
  function titleOf({ model }: UsageTab): Promise<string> {
    return new Promise(resolve => {
      const look = () => {
        const { dashboard } = model.snapshot;
        if ('value' in dashboard) {
          model.changed.disconnect(look);
          resolve(dashboard.value.title);
        }
      };
      model.changed.connect(look);
      look();
    });
  }

  it('fills its tab, with the time that it says', async () => {
    const tab = await open();
    expect(await titleOf(tab)).toBe('First');
    expect(tab.model.snapshot.view.from).toBe('now-2d');
  });

  it('is read again when it was saved; the time that somebody chose stays', async () => {
    const tab = await open();
    await titleOf(tab);
    tab.model.change({ from: 'now-3h' });
    context.text = textOf('Second');
    context.fileChanged.emit();
    expect(await titleOf(tab)).toBe('Second');
    expect(tab.model.snapshot.view.from).toBe('now-3h');
  });

  it('keeps its view under another name', async () => {
    const tab = await open();
    await titleOf(tab);
    tab.model.change({ from: 'now-3h', variables: { a: ['b'] } });
    context.path = 'c.dashboard.json';
    context.pathChanged.emit(context.path);
    expect(await titleOf(tab)).toBe('First');
    expect(tab.model.snapshot.view).toMatchObject({
      dashboard: idOfFile('c.dashboard.json'),
      from: 'now-3h',
      variables: { a: ['b'] }
    });
  });

  it('that is no JSON says so', async () => {
    context.text = '{';
    const tab = await open();
    await new Promise<void>(resolve => {
      tab.model.changed.connect(
        ({ snapshot }) => snapshot.dashboard.phase === 'failed' && resolve()
      );
    });
    expect(tab.model.snapshot.dashboard).toMatchObject({
      error: { message: expect.stringContaining('is no JSON') as string }
    });
  });

  it('that is closed is followed no more, nor filled', async () => {
    const tab = await open();
    await titleOf(tab);
    const reload = jest.spyOn(tab.model, 'reload');
    panel.dispose();
    context.fileChanged.emit();
    expect(reload).not.toHaveBeenCalled();
    const add = jest.spyOn(panel, 'addWidget');
    await start();
    expect(add).not.toHaveBeenCalled();
  });
});
