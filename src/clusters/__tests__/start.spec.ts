import { FakeServer, refusal } from '../../testing/FakeServer';
import { clusterOf } from '../../testing/clusters';
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

describe('a start', () => {
  it('is in the list before the server answers, and selected', async () => {
    const { server, model } = await ready([]);
    const answer = deferred<Cluster>();
    server.client.reply('startCluster', () => answer.promise);
    const started = model.start({ factory: 'local', name: 'mine' });
    expect(listed(model)).toMatchObject([{ name: 'mine', state: 'starting' }]);
    expect(model.snapshot.selectedId).toBe(listed(model)[0].id);

    answer.resolve(clusterOf({ id: 'c9', name: 'mine', state: 'queued' }));
    await started;
    expect(listed(model)).toMatchObject([{ id: 'c9', state: 'queued' }]);
    expect(model.snapshot.selectedId).toBe('c9');
  });

  it('carries an id by which a repeated request is known', async () => {
    const { server, model } = await ready([]);
    server.client.reply('startCluster', clusterOf());
    await model.start({ factory: 'local' });
    const { body } = server.client.last('startCluster') as {
      body: { requestId: string };
    };
    expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is not shown twice when its change overtakes its answer', async () => {
    const { server, model } = await ready([]);
    const answer = deferred<Cluster>();
    server.client.reply('startCluster', () => answer.promise);
    const started = model.start({ factory: 'local' });
    server.client.reply('listClusters', { items: [clusterOf({ id: 'c9' })] });
    server.live.change('clusters', 7, 'c9');
    await settle();
    expect(listed(model)).toHaveLength(1);
    answer.resolve(clusterOf({ id: 'c9' }));
    await started;
    await settle();
    expect(listed(model).map(({ id }) => id)).toEqual(['c9']);
  });

  it('that is refused leaves the list as it was', async () => {
    const { server, model } = await ready([]);
    server.client.reply('startCluster', refusal(429, 'too many'));
    await expect(model.start({ factory: 'local' })).rejects.toThrow('too many');
    expect(listed(model)).toEqual([]);
  });

  it('without a factory takes the first that is available', async () => {
    const { server, model } = await ready([]);
    const factory = {
      id: 'slurm',
      title: 'SLURM',
      description: '',
      options: {},
      defaults: {},
      defaultScaling: { mode: 'fixed', workers: 1 },
      cannot: [],
      availability: 'unavailable'
    } as const;
    server.client.reply('listFactories', {
      items: [factory, { ...factory, id: 'local', availability: 'unknown' }],
      presets: [],
      kernelspec: 'python3',
      runsIn: 'kernelspec'
    });
    server.client.reply('startCluster', clusterOf());
    await model.start({ factory: '' });
    expect(server.client.last('startCluster')).toMatchObject({
      body: { factory: 'local' }
    });
  });

  it('can be cancelled before the server answered', async () => {
    const { server, model } = await ready([]);
    const answer = deferred<Cluster>();
    server.client.reply('startCluster', () => answer.promise);
    server.client.reply('closeCluster', clusterOf({ state: 'closing' }));
    const started = model.start({ factory: 'local' });
    const closed = model.close(listed(model)[0].id);
    answer.resolve(clusterOf({ id: 'c9', state: 'starting' }));
    await Promise.all([started, closed]);
    expect(server.client.last('closeCluster')).toMatchObject({
      path: { clusterId: 'c9' }
    });
  });

  it('again has the same options, and the failed one is forgotten', async () => {
    const { server, model } = await ready([
      clusterOf({ state: 'failed', options: { threadsPerWorker: 3 } })
    ]);
    server.client.reply('startCluster', clusterOf({ id: 'c2' }));
    server.client.reply('closeCluster', undefined);
    await model.startAgain('c1');
    expect(server.client.last('startCluster')).toMatchObject({
      body: { factory: 'local', options: { threadsPerWorker: 3 } }
    });
    expect(listed(model).map(({ id }) => id)).toEqual(['c2']);
  });
});
