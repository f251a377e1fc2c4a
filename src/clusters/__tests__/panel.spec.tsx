import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { act } from 'react';
import { FakeServer, refusal } from '../../testing/FakeServer';
import { clusterOf, sampleOf } from '../../testing/clusters';
import { settle } from '../../testing/promises';
import * as names from '../commands';
import { ClusterModel } from '../model';
import { ClusterList } from '../panel';
import type { Cluster } from '../tokens';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

interface IShown {
  readonly list: ClusterList;
  readonly model: ClusterModel;
  readonly server: FakeServer;
  /** Commands that ran, with their arguments. */
  readonly ran: [string, ReadonlyPartialJSONObject][];
}

let open: Widget[] = [];

afterEach(() => {
  act(() => open.forEach(widget => widget.dispose()));
  open = [];
});

function recorded(ran: IShown['ran']): CommandRegistry {
  const commands = new CommandRegistry();
  for (const { id } of Object.values(names)) {
    commands.addCommand(id, {
      label: id,
      describedBy: { args: {} },
      execute: args => void ran.push([id, args])
    });
  }
  return commands;
}

async function show(
  items: readonly Cluster[],
  server = new FakeServer()
): Promise<IShown> {
  server.client.reply('listClusters', { items });
  const model = new ClusterModel(server);
  const ran: IShown['ran'] = [];
  const commands = recorded(ran);
  const trans = nullTranslator.load('jupyterlab_pangeo');
  const list = new ClusterList({ commands, model, trans });
  open.push(list);
  await act(async () => {
    Widget.attach(list, document.body);
    MessageLoop.flush();
    await list.renderPromise;
    await model.ensure();
    await settle();
  });
  return { list, model, server, ran };
}

function cards(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[role="listitem"]')];
}

/** Visible names of the buttons of a node. */
function buttons(node: Element): (string | null)[] {
  return [...node.querySelectorAll('button')].map(
    button => button.getAttribute('aria-label') ?? button.textContent
  );
}

async function press(name: string): Promise<void> {
  const button = [...document.querySelectorAll('button')].find(
    ({ textContent }) => textContent === name
  );
  await act(async () => button?.click());
}

async function type(target: Element, key: string): Promise<void> {
  await act(async () => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });
}

describe('the list of clusters', () => {
  it('is a list of items named by their clusters', async () => {
    await show([clusterOf(), clusterOf({ id: 'c2', name: 'lens' })]);
    const list = document.querySelector('[role="list"]');
    expect(list?.getAttribute('aria-label')).toBe('Clusters');
    expect(cards().map(card => card.getAttribute('aria-label'))).toEqual([
      'ocean-run',
      'lens'
    ]);
  });

  it('is one stop of the Tab key', async () => {
    const { model } = await show([clusterOf(), clusterOf({ id: 'c2' })]);
    expect(cards().map(card => card.tabIndex)).toEqual([0, -1]);
    act(() => model.select('c2'));
    expect(cards().map(card => card.tabIndex)).toEqual([-1, 0]);
  });

  it('moves the selection by arrows and connects by Enter', async () => {
    const { model, ran } = await show([
      clusterOf(),
      clusterOf({ id: 'c2', name: 'lens' })
    ]);
    act(() => cards()[0].focus());
    expect(model.snapshot.selectedId).toBe('c1');
    await type(cards()[0], 'ArrowDown');
    expect(model.snapshot.selectedId).toBe('c2');
    expect(document.activeElement).toBe(cards()[1]);
    await type(cards()[1], 'Enter');
    await type(cards()[1], 'Delete');
    expect(ran).toEqual([
      ['pangeo:connect-notebook', { clusterId: 'c2' }],
      ['pangeo:close-cluster', { clusterId: 'c2' }]
    ]);
  });

  it('offers to start a cluster where there is none', async () => {
    const { ran } = await show([]);
    await press('Start a cluster');
    expect(ran).toEqual([['pangeo:start-cluster', {}]]);
  });

  it('says calmly that the server half is missing, with the remedy', async () => {
    const server = new FakeServer();
    server.found = { phase: 'missing' };
    const { list } = await show([], server);
    expect(list.node.textContent).toContain('Install jupyterlab-pangeo');
    expect(list.node.querySelector('[role="alert"]')).toBeNull();
  });

  it('stays in use where the server half has another version', async () => {
    const server = new FakeServer();
    server.found = {
      phase: 'mismatch',
      serverVersion: '0.2.0',
      pageVersion: '0.1.0'
    };
    const { list } = await show([clusterOf()], server);
    expect(list.node.textContent).toContain('server has version 0.2.0');
    expect(cards()).toHaveLength(1);
  });

  it('shows what failed and asks again at the press of Retry', async () => {
    const server = new FakeServer();
    const { list, model } = await show([], server);
    server.client.reply('listClusters', new Error('connection refused'));
    await act(async () => model.refresh());
    expect(list.node.textContent).toContain('No connection');
    server.client.reply('listClusters', { items: [clusterOf()] });
    await press('Retry');
    await act(settle);
    expect(cards()).toHaveLength(1);
  });
});

describe('a card', () => {
  it('of a running cluster says kind, workers and what can be done', async () => {
    await show([clusterOf()]);
    const [card] = cards();
    expect(card.textContent).toContain('local · 2 workers');
    expect(card.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe(
      'Running'
    );
    expect(buttons(card)).toEqual([
      'More actions for ocean-run',
      'Connect notebook',
      'Scale',
      'Shut down'
    ]);
  });

  it('shows live figures as they come', async () => {
    const { model, server } = await show([clusterOf()]);
    const watching = model.watch();
    act(() => server.live.sample('c1', sampleOf()));
    const text = cards()[0].textContent?.replace(/\s/g, ' ');
    expect(text).toContain('312 %');
    expect(text).toContain('9 / 16 GiB');
    expect(text).toContain('1,204 tasks · 91 %');
    expect(text).toContain('2 failed');
    watching.dispose();
  });

  it('of a cluster that starts shows its steps, its log and Cancel', async () => {
    await show([
      clusterOf({
        state: 'starting',
        steps: [
          { id: 'launch', state: 'done', seconds: 0.2 },
          { id: 'scheduler', state: 'active', seconds: 1 }
        ],
        logTail: ['2026-01-31 10:00:00,123 - dask - listening']
      })
    ]);
    const [card] = cards();
    expect(card.textContent).toContain('✓ Host process');
    expect(card.textContent).toContain('… Scheduler');
    expect(card.textContent).toContain('dask - listening');
    expect(buttons(card)).toContain('Cancel');
  });

  it('of a failed cluster says why and offers the ways on', async () => {
    const { ran } = await show([
      clusterOf({
        state: 'failed',
        reason: { code: 'start-failed', message: 'invalid partition' }
      })
    ]);
    expect(cards()[0].textContent).toContain('invalid partition');
    await press('Start again');
    await press('Edit…');
    await press('Log');
    await press('Forget');
    expect(ran.map(([id]) => id)).toEqual([
      'pangeo:start-cluster',
      'pangeo:configure-cluster',
      'pangeo:show-cluster-log',
      'pangeo:close-cluster'
    ]);
  });

  it('of a cluster in a notebook is forgotten, not shut down', async () => {
    await show([clusterOf({ origin: 'kernel', cannot: ['scale'] })]);
    const names = buttons(cards()[0]);
    expect(names).toContain('Forget');
    expect(names).not.toContain('Shut down');
    expect(names).not.toContain('Scale');
  });

  it('shows in place what was refused', async () => {
    const { model, server } = await show([clusterOf()]);
    server.client.reply('closeCluster', refusal(502, 'host does not answer'));
    await act(async () => model.close('c1').catch(() => undefined));
    expect(cards()[0].querySelector('[role="alert"]')?.textContent).toContain(
      'host does not answer'
    );
  });
});

describe('a name in place', () => {
  async function edit(key: string): Promise<IShown> {
    const shown = await show([clusterOf()]);
    act(() => shown.list.edit('c1'));
    const field = document.querySelector('input') as HTMLInputElement;
    await act(async () => {
      const set = Object.getOwnPropertyDescriptor(
        HTMLInputElement.prototype,
        'value'
      )?.set;
      set?.call(field, 'sea-run');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await type(field, key);
    return shown;
  }

  it('is kept by Enter', async () => {
    const { ran } = await edit('Enter');
    expect(ran).toEqual([
      ['pangeo:rename-cluster', { clusterId: 'c1', name: 'sea-run' }]
    ]);
    expect(document.querySelector('input')).toBeNull();
  });

  it('is dropped by Escape', async () => {
    const { ran } = await edit('Escape');
    expect(ran).toEqual([]);
    expect(document.querySelector('input')).toBeNull();
  });
});
