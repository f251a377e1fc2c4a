import { FakeServer, refusal } from '../../testing/FakeServer';
import { clusterOf, sampleOf } from '../../testing/clusters';
import { deferred, settle } from '../../testing/promises';
import { ClusterModel } from '../model';
import type { Cluster } from '../tokens';

function listed(model: ClusterModel): readonly Cluster[] {
  const { clusters } = model.snapshot;
  return 'value' in clusters ? clusters.value : [];
}

async function ready(
  items: readonly Cluster[] = [clusterOf()]
): Promise<{ server: FakeServer; model: ClusterModel }> {
  const server = new FakeServer();
  server.client.reply('listClusters', { items });
  const model = new ClusterModel(server);
  await model.ensure();
  server.live.setConnected(true);
  await settle();
  return { server, model };
}

describe('the clusters', () => {
  it('ask nothing of the server before somebody needs them', async () => {
    const server = new FakeServer();
    const model = new ClusterModel(server);
    model.select('c1');
    await settle();
    expect(server.client.calls).toEqual([]);
    expect(server.live.listeners).toBe(0);
  });

  it('are asked for once when two need them at once', async () => {
    const server = new FakeServer();
    server.client.reply('listClusters', { items: [] });
    const model = new ClusterModel(server);
    await Promise.all([model.ensure(), model.ensure()]);
    expect(server.client.count('listClusters')).toBe(1);
  });

  it('are not listened for where the server half is missing', async () => {
    const server = new FakeServer();
    server.found = { phase: 'missing' };
    server.client.reply('listClusters', new Error('gone'));
    const model = new ClusterModel(server);
    await model.ensure();
    expect(server.live.listeners).toBe(0);
    expect(model.snapshot.half.phase).toBe('missing');
  });

  it('keep the identity of the snapshot until something changes', async () => {
    const { model } = await ready();
    const before = model.snapshot;
    expect(model.snapshot).toBe(before);
    model.select('c1');
    expect(model.snapshot).not.toBe(before);
  });
});

describe('a change', () => {
  it('leads to one request for the list', async () => {
    const { server } = await ready();
    const before = server.client.count('listClusters');
    server.live.change('clusters', 5, 'c1');
    await settle();
    expect(server.client.count('listClusters')).toBe(before + 1);
  });

  it('that was seen already leads to none', async () => {
    const { server } = await ready();
    server.live.change('clusters', 5, 'c1');
    await settle();
    const before = server.client.count('listClusters');
    server.live.change('clusters', 5, 'c1');
    server.live.change('clusters', 4, 'c1');
    await settle();
    expect(server.client.count('listClusters')).toBe(before);
  });

  it('among many that come at once leads to no more than two requests', async () => {
    const { server } = await ready();
    const before = server.client.count('listClusters');
    for (let revision = 1; revision <= 50; revision++) {
      server.live.change('clusters', revision, 'c1');
    }
    await settle();
    expect(server.client.count('listClusters')).toBe(before + 2);
  });
});

describe('closing', () => {
  it('twice is one request', async () => {
    const { server, model } = await ready();
    server.client.reply('closeCluster', clusterOf({ state: 'closing' }));
    await Promise.all([model.close('c1'), model.close('c1')]);
    expect(server.client.count('closeCluster')).toBe(1);
  });

  it('shows at once that the cluster is closing', async () => {
    const { server, model } = await ready();
    const answer = deferred<Cluster>();
    server.client.reply('closeCluster', () => answer.promise);
    const closed = model.close('c1');
    expect(model.get('c1')?.state).toBe('closing');
    answer.resolve(clusterOf({ state: 'closing' }));
    await closed;
  });

  it('that fails shows the cluster as it was, with the reason', async () => {
    const { server, model } = await ready();
    server.client.reply('closeCluster', refusal(502, 'no answer'));
    await expect(model.close('c1')).rejects.toThrow('no answer');
    expect(model.get('c1')?.state).toBe('running');
    expect(model.snapshot.problems.get('c1')?.message).toBe('no answer');
    expect(model.snapshot.busy.size).toBe(0);
  });

  it('what is gone already is no failure', async () => {
    const { server, model } = await ready();
    server.client.reply('closeCluster', refusal(404, 'no cluster'));
    await model.close('c1');
    expect(listed(model)).toEqual([]);
  });
});

describe('a request about a cluster', () => {
  it('takes in the cluster that the answer brings', async () => {
    const { server, model } = await ready();
    const scaling = { mode: 'adaptive', minimum: 1, maximum: 9 } as const;
    server.client.reply('scaleCluster', clusterOf({ scaling }));
    const scaled = model.scale('c1', scaling);
    expect(model.snapshot.busy.has('c1')).toBe(true);
    await scaled;
    expect(model.get('c1')?.scaling).toEqual(scaling);
    expect(model.snapshot.busy.has('c1')).toBe(false);
  });

  it('shows the new name at once', async () => {
    const { server, model } = await ready();
    server.client.reply('renameCluster', clusterOf({ name: 'new' }));
    const renamed = model.rename('c1', 'new');
    expect(model.get('c1')?.name).toBe('new');
    await renamed;
  });
});

describe('while the socket is down', () => {
  it('the list is kept and marked stale', async () => {
    const { server, model } = await ready();
    server.client.reply('listClusters', new Error('down'));
    server.live.setConnected(false);
    await settle();
    expect(model.snapshot.clusters.phase).toBe('stale');
    expect(listed(model)).toHaveLength(1);
    server.client.reply('listClusters', { items: [clusterOf()] });
    server.live.setConnected(true);
    await settle();
    expect(model.snapshot.clusters.phase).toBe('ready');
    model.dispose();
  });
});

describe('samples', () => {
  it('flow only while somebody watches, and only of clusters that run', async () => {
    const { server, model } = await ready([
      clusterOf(),
      clusterOf({ id: 'c2', state: 'failed' })
    ]);
    expect(server.live.streams).toEqual([]);
    const first = model.watch();
    const second = model.watch();
    expect(server.live.streams).toEqual(['cluster-samples c1']);
    first.dispose();
    expect(server.live.streams).toEqual(['cluster-samples c1']);
    second.dispose();
    expect(server.live.streams).toEqual([]);
  });

  it('are kept for a minute', async () => {
    const { server, model } = await ready();
    const watching = model.watch();
    for (let time = 0; time < 100; time++) {
      server.live.sample('c1', sampleOf({ time }));
    }
    const { latest, values } = model.samples('c1');
    expect(latest?.time).toBe(99);
    expect(values).toHaveLength(60);
    expect(values[0].time).toBe(40);
    watching.dispose();
  });

  it('do not announce a change of the list', async () => {
    const { server, model } = await ready();
    const watching = model.watch();
    let changes = 0;
    model.changed.connect(() => changes++);
    server.live.sample('c1', sampleOf());
    expect(changes).toBe(0);
    watching.dispose();
  });

  it('of a host kept warm end with the watching', async () => {
    const { server, model } = await ready([]);
    const warm = model.keepWarm();
    await settle();
    expect(server.live.streams).toEqual(['warm-host']);
    warm.dispose();
    expect(server.live.streams).toEqual([]);
  });

  it('of a host kept warm do not begin where the server half is not there', async () => {
    const server = new FakeServer();
    server.found = { phase: 'missing' };
    new ClusterModel(server).keepWarm();
    await settle();
    expect(server.live.streams).toEqual([]);
  });
});

describe('the current cluster', () => {
  it('is the only one', async () => {
    const { model } = await ready();
    expect(model.current?.id).toBe('c1');
  });

  it('is none where there are several and none is selected', async () => {
    const { model } = await ready([clusterOf(), clusterOf({ id: 'c2' })]);
    expect(model.current).toBeUndefined();
    model.select('c2');
    expect(model.current?.id).toBe('c2');
  });
});
