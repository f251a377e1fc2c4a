import { Signal } from '@lumino/signaling';
import type { Cluster, IClusterModel } from '../../clusters/tokens';
import { clusterOf } from '../../testing/clusters';
import { FakeClient, refusal } from '../../testing/FakeServer';
import { settle } from '../../testing/promises';
import { PlotModel } from '../model';
import type { Plot } from '../tokens';

const PROGRESS: Plot = {
  name: 'progress',
  title: 'Progress',
  group: 'tasks',
  path: 'individual-progress',
  drawing: 'dask'
};

/** Clusters that a test puts there. */
class Clusters {
  readonly changed = new Signal<this, void>(this);
  current: Cluster | undefined = clusterOf();
  all: Cluster[] = [clusterOf()];

  get snapshot() {
    return { clusters: { phase: 'ready', value: this.all } };
  }

  set(...all: Cluster[]): void {
    this.all = all;
    this.current = all[0];
    this.changed.emit();
  }
}

function setUp() {
  const clusters = new Clusters();
  const client = new FakeClient();
  client.reply('listPlots', { items: [PROGRESS], scripts: ['b.js'] });
  const model = new PlotModel(clusters as unknown as IClusterModel, client);
  return { clusters, client, model };
}

describe('the plots', () => {
  it('are not asked for before somebody looks', async () => {
    const { clusters, client, model } = setUp();
    clusters.changed.emit();
    await settle();
    expect(client.count('listPlots')).toBe(0);
    const watching = model.watch();
    await settle();
    expect(client.count('listPlots')).toBe(1);
    expect(model.snapshot.plots).toEqual({ phase: 'ready', value: [PROGRESS] });
    watching.dispose();
    clusters.set(clusterOf({ id: 'c2' }));
    await settle();
    expect(client.count('listPlots')).toBe(1);
  });

  it('are those of the selected cluster, asked once for each', async () => {
    const { clusters, client, model } = setUp();
    model.watch();
    await settle();
    clusters.set(clusterOf({ id: 'c2' }), clusterOf());
    expect(model.snapshot.plots.phase).toBe('loading');
    await settle();
    clusters.set(clusterOf(), clusterOf({ id: 'c2' }));
    expect(model.snapshot.plots.phase).toBe('ready');
    expect(client.count('listPlots')).toBe(2);
  });

  it('are forgotten with the cluster', async () => {
    const { clusters, model } = setUp();
    model.watch();
    await settle();
    clusters.set(clusterOf({ state: 'lost' }));
    expect(model.snapshot.plots).toEqual({ phase: 'ready', value: [] });
    clusters.set();
    expect(model.snapshot.cluster).toBeNull();
  });

  it('are one question for all who ask together', async () => {
    const { client, model } = setUp();
    const lists = await Promise.all([
      model.list('c1'),
      model.list('c1'),
      model.list('c1')
    ]);
    expect(lists).toEqual([[PROGRESS], [PROGRESS], [PROGRESS]]);
    expect(client.count('listPlots')).toBe(1);
  });

  it('say why they cannot be had, and can be asked for again', async () => {
    const { client, model } = setUp();
    client.reply('listPlots', refusal(502, 'no answer'));
    await expect(model.list('c1')).rejects.toThrow('no answer');
    client.reply('listPlots', { items: [PROGRESS], scripts: ['b.js'] });
    expect(await model.list('c1')).toEqual([PROGRESS]);
  });

  it('keep the snapshot while nothing changes', async () => {
    const { clusters, model } = setUp();
    model.watch();
    await settle();
    const { snapshot } = model;
    const seen = jest.fn();
    model.changed.connect(seen);
    clusters.changed.emit();
    expect(model.snapshot).toBe(snapshot);
    expect(seen).not.toHaveBeenCalled();
  });

  it('let go twice without harm', () => {
    const { model } = setUp();
    model.dispose();
    model.dispose();
    expect(model.isDisposed).toBe(true);
  });
});
