import { FakeServer } from '../../testing/FakeServer';
import { clusterOf } from '../../testing/clusters';
import { settle } from '../../testing/promises';
import { LazyClusterModel } from '../lazyModel';

function lazy() {
  const server = new FakeServer();
  server.client.reply('listClusters', { items: [clusterOf()] });
  return { server, model: new LazyClusterModel(async () => server) };
}

describe('the model before it is loaded', () => {
  it('knows nothing and asks nothing', async () => {
    const { server, model } = lazy();
    expect(model.snapshot.clusters.phase).toBe('loading');
    expect(model.snapshot).toBe(model.snapshot);
    expect(model.current).toBeUndefined();
    expect(model.samples('c1')).toBe(model.samples('c1'));
    await settle();
    expect(server.client.calls).toEqual([]);
  });

  it('becomes the real one when it is first needed', async () => {
    const { model } = lazy();
    let changes = 0;
    model.changed.connect(() => changes++);
    await model.ensure();
    expect(changes).toBeGreaterThan(0);
    expect(model.current?.id).toBe('c1');
  });

  it('begins to watch once it is loaded', async () => {
    const { server, model } = lazy();
    const watching = model.watch();
    await model.ensure();
    expect(server.live.streams).toEqual(['cluster-samples c1']);
    watching.dispose();
    expect(server.live.streams).toEqual([]);
  });

  it('does not begin what was given up in the meantime', async () => {
    const { server, model } = lazy();
    model.keepWarm().dispose();
    await model.ensure();
    expect(server.live.streams).toEqual([]);
  });
});
