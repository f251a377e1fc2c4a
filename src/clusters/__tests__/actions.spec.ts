import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { IStateDB } from '@jupyterlab/statedb';
import { acceptDialog, dismissDialog } from '@jupyterlab/testing';
import { nullTranslator } from '@jupyterlab/translation';
import { FakeServer, refusal } from '../../testing/FakeServer';
import { clusterOf, sampleOf } from '../../testing/clusters';
import { settle } from '../../testing/promises';
import { ClusterActions } from '../actions';
import { ClusterModel } from '../model';
import type { Cluster } from '../tokens';

// What opens a dialog leaves nothing behind for the next test.
afterEach(() => {
  Notification.dismiss();
  document.body.replaceChildren();
});

async function actionsFor(items: readonly Cluster[]) {
  const server = new FakeServer();
  server.client.reply('listClusters', { items });
  server.client.reply('startCluster', clusterOf({ id: 'c9' }));
  server.client.reply('closeCluster', clusterOf({ state: 'closing' }));
  const model = new ClusterModel(server);
  await model.ensure();
  const saved = new Map<string, unknown>();
  const state = {
    fetch: async (key: string) => saved.get(key),
    save: async (key: string, value: unknown) => void saved.set(key, value)
  } as unknown as IStateDB;
  const actions = new ClusterActions({
    app: {} as JupyterFrontEnd,
    model,
    trans: nullTranslator.load('jupyterlab_pangeo'),
    notebooks: null,
    consoles: null,
    editors: null,
    state,
    settings: null,
    editName: () => false
  });
  return { actions, model, saved, server };
}

const BUSY = { total: 5, processing: 2, waiting: 3, memory: 0, erred: 0 };

describe('New cluster', () => {
  it('pressed twice in a row starts one cluster', async () => {
    const { actions, server } = await actionsFor([]);
    server.client.reply('listFactories', {
      items: [],
      presets: [],
      kernelspec: 'python3',
      runsIn: 'kernelspec'
    });
    const ids = await Promise.all([actions.start({}), actions.start({})]);
    expect(ids).toEqual(['c9', 'c9']);
    expect(server.client.count('startCluster')).toBe(1);
  });

  it('starts what was chosen last', async () => {
    const { actions, saved, server } = await actionsFor([]);
    await actions.start({ factory: 'local', workers: 7 });
    expect(saved.size).toBe(1);
    await actions.start({});
    expect(server.client.last('startCluster')).toMatchObject({
      body: { factory: 'local', scaling: { mode: 'fixed', workers: 7 } }
    });
  });

  it('with another factory takes nothing over from the last choice', async () => {
    const { actions, server } = await actionsFor([]);
    await actions.start({ factory: 'local', workers: 7 });
    await actions.start({ factory: 'slurm' });
    const { body } = server.client.last('startCluster') as {
      body: Record<string, unknown>;
    };
    expect(body.scaling).toBeUndefined();
  });

  it('that is refused tells why', async () => {
    const { actions, server } = await actionsFor([]);
    server.client.reply('startCluster', refusal(429, 'too many clusters'));
    expect(await actions.start({ factory: 'local' })).toBeNull();
    expect(Notification.manager.notifications[0].message).toContain(
      'too many clusters'
    );
  });
});

describe('Shut down', () => {
  it('asks nothing of a cluster without tasks', async () => {
    const { actions, server } = await actionsFor([clusterOf()]);
    await actions.close({ clusterId: 'c1' });
    expect(server.client.count('closeCluster')).toBe(1);
  });

  it('says what is lost while tasks run, and goes on when accepted', async () => {
    const { actions, server } = await actionsFor([clusterOf({ tasks: BUSY })]);
    const closed = actions.close({});
    await settle();
    expect(document.body.textContent).toContain('5 tasks run or wait');
    await acceptDialog();
    await closed;
    expect(server.client.count('closeCluster')).toBe(1);
  });

  it('leaves the cluster alone when dismissed', async () => {
    const { actions, server } = await actionsFor([clusterOf({ tasks: BUSY })]);
    const closed = actions.close({ clusterId: 'c1' });
    await settle();
    await dismissDialog();
    await closed;
    expect(server.client.count('closeCluster')).toBe(0);
  });

  it('counts the tasks of the latest sample', async () => {
    const { actions, model, server } = await actionsFor([clusterOf()]);
    const watching = model.watch();
    server.live.sample('c1', sampleOf({ time: Date.now() / 1000 }));
    const closed = actions.close({ clusterId: 'c1' });
    await settle();
    expect(document.body.textContent).toContain('100 tasks run or wait');
    await dismissDialog();
    await closed;
    watching.dispose();
  });

  it('forgets a cluster of a notebook without a question', async () => {
    const { actions, server } = await actionsFor([
      clusterOf({ origin: 'kernel', tasks: BUSY })
    ]);
    await actions.close({ clusterId: 'c1' });
    expect(server.client.count('closeCluster')).toBe(1);
  });
});

describe('a command without an argument', () => {
  it('means the selected cluster', async () => {
    const { actions, model, server } = await actionsFor([
      clusterOf(),
      clusterOf({ id: 'c2' })
    ]);
    server.client.reply('scaleCluster', clusterOf({ id: 'c2' }));
    model.select('c2');
    await actions.scale({ workers: 3 });
    expect(server.client.last('scaleCluster')).toEqual({
      path: { clusterId: 'c2' },
      body: { mode: 'fixed', workers: 3 }
    });
  });

  it('asks which one where several could be meant', async () => {
    const { actions, server } = await actionsFor([
      clusterOf({ name: 'a' }),
      clusterOf({ id: 'c2', name: 'b' })
    ]);
    server.client.reply('scaleCluster', clusterOf());
    const scaled = actions.scale({ maximum: 4 });
    await settle();
    expect(document.body.textContent).toContain('Which cluster?');
    await acceptDialog();
    await scaled;
    expect(server.client.last('scaleCluster')).toEqual({
      path: { clusterId: 'c1' },
      body: { mode: 'adaptive', minimum: 0, maximum: 4 }
    });
  });

  it('says so where there is no cluster', async () => {
    const { actions } = await actionsFor([]);
    const scaled = actions.scale({});
    await settle();
    expect(document.body.textContent).toContain('No cluster for this');
    await acceptDialog();
    await scaled;
  });
});
