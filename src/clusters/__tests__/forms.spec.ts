import { nullTranslator } from '@jupyterlab/translation';
import { FakeServer, refusal } from '../../testing/FakeServer';
import { clusterOf } from '../../testing/clusters';
import { settle } from '../../testing/promises';
import { ClusterForm } from '../forms/ClusterForm';
import {
  optionsOf,
  parseBytes,
  readOption,
  showOption
} from '../forms/options';
import { ScalingForm } from '../forms/ScalingForm';
import { startCode } from '../forms/startCode';
import { ClusterModel } from '../model';
import type { Factory, FactoryList } from '../tokens';

const trans = nullTranslator.load('jupyterlab_pangeo');
const MIB = 1024 ** 2;

const LOCAL: Factory = {
  id: 'local',
  title: 'Local',
  description: 'Workers here.',
  options: {
    type: 'object',
    properties: {
      threadsPerWorker: {
        type: 'integer',
        title: 'Threads per worker',
        minimum: 1,
        maximum: 256
      },
      memoryLimitBytes: {
        type: 'integer',
        title: 'Memory limit per worker (bytes)',
        minimum: 0,
        if: { not: { const: 0 } },
        then: { minimum: 64 * MIB }
      },
      queue: { oneOf: [{ const: 'a', title: 'First' }, { const: 'b' }] }
    }
  },
  defaults: { threadsPerWorker: 2, memoryLimitBytes: 0, queue: 'b' },
  defaultScaling: { mode: 'fixed', workers: 4 },
  cannot: [],
  availability: 'available'
};

const LIST: FactoryList = {
  items: [LOCAL],
  presets: [],
  kernelspec: 'python3',
  runsIn: 'kernelspec'
};

const KERNELSPECS = {
  ready: Promise.resolve(),
  specs: {
    default: 'python3',
    kernelspecs: {}
  }
};

async function formOf(list: FactoryList = LIST) {
  const server = new FakeServer();
  server.client.reply('listClusters', { items: [clusterOf()] });
  server.client.reply('listFactories', list);
  server.client.reply('probeFactories', LIST);
  server.client.reply('startCluster', clusterOf());
  const model = new ClusterModel(server);
  await model.ensure();
  const form = new ClusterForm({
    model,
    trans,
    kernelspecs: KERNELSPECS,
    start: { factory: 'local' },
    isCopy: false
  });
  await settle();
  return { form, model, server };
}

describe('the form of a new cluster', () => {
  it('begins with what the factory says', async () => {
    const { form } = await formOf();
    expect(form.spec()).toEqual({
      factory: 'local',
      kernelspec: null,
      name: null,
      scaling: { mode: 'fixed', workers: 4 },
      options: { threadsPerWorker: 2, queue: 'b' }
    });
  });

  it('asks the environment where nobody did before', async () => {
    const { server } = await formOf({
      ...LIST,
      items: [{ ...LOCAL, availability: 'unknown' }]
    });
    expect(server.client.count('probeFactories')).toBe(1);
  });

  it('asks no environment that is known', async () => {
    const { server } = await formOf();
    expect(server.client.count('probeFactories')).toBe(0);
  });

  it('starts nothing while a field is wrong, and says which', async () => {
    const { form, server } = await formOf();
    form.setOption('threadsPerWorker', '0');
    form.setOption('memoryLimitBytes', '1 MiB');
    form.setScaling({ workers: 'many' });
    expect(await form.submit()).toBe(false);
    expect([...form.snapshot.errors.keys()].sort()).toEqual([
      '$.options.memoryLimitBytes',
      '$.options.threadsPerWorker',
      '$.scaling.workers'
    ]);
    expect(server.client.count('startCluster')).toBe(0);
  });

  it('shows a refusal at its field', async () => {
    const { form, server } = await formOf();
    server.client.reply(
      'startCluster',
      refusal(422, 'too small', '$.options.memoryLimitBytes')
    );
    expect(await form.submit()).toBe(false);
    expect(form.snapshot.errors.get('$.options.memoryLimitBytes')).toBe(
      'too small'
    );
    expect(form.snapshot.problem).toBeNull();
  });

  it('shows a refusal of no field below them all', async () => {
    const { form, server } = await formOf();
    server.client.reply('startCluster', refusal(429, 'too many clusters'));
    expect(await form.submit()).toBe(false);
    expect(form.snapshot.problem).toBe('too many clusters');
  });

  it('starts what its fields say', async () => {
    const { form, server } = await formOf();
    form.setName(' ocean ');
    form.setOption('memoryLimitBytes', '2 GiB');
    form.setScaling({ mode: 'adaptive', minimum: '1', maximum: '8' });
    expect(await form.submit()).toBe(true);
    expect(server.client.last('startCluster')).toMatchObject({
      body: {
        name: 'ocean',
        scaling: { mode: 'adaptive', minimum: 1, maximum: 8 },
        options: { memoryLimitBytes: 2 * 1024 ** 3 }
      }
    });
  });
});

describe('the form of a scaling', () => {
  function scalingForm(cannot: readonly ('adapt' | 'scale')[] = []) {
    const server = new FakeServer();
    server.client.reply('listClusters', { items: [clusterOf()] });
    server.client.reply('scaleCluster', clusterOf());
    const model = new ClusterModel(server);
    const form = new ScalingForm(model, clusterOf({ cannot }), trans);
    return { form, model, server };
  }

  it('begins with the present values', () => {
    expect(scalingForm().form.snapshot.fields).toMatchObject({
      mode: 'fixed',
      workers: '2'
    });
  });

  it('offers no range where the cluster cannot adapt', () => {
    expect(scalingForm(['adapt']).form.snapshot.canAdapt).toBe(false);
  });

  it.each([
    [{ workers: '-1' }, '$.scaling.workers'],
    [{ workers: '1.5' }, '$.scaling.workers'],
    [{ workers: '' }, '$.scaling.workers'],
    [{ workers: '100001' }, '$.scaling.workers'],
    [
      { mode: 'adaptive', minimum: '5', maximum: '2' } as const,
      '$.scaling.maximum'
    ]
  ])('refuses %j at its field', async (change, path) => {
    const { form, server } = scalingForm();
    form.set(change);
    expect(await form.submit()).toBe(false);
    expect([...form.snapshot.errors.keys()]).toEqual([path]);
    expect(server.client.count('scaleCluster')).toBe(0);
  });

  it('asks the server for a range', async () => {
    const { form, model, server } = scalingForm();
    await model.ensure();
    form.set({ mode: 'adaptive', minimum: '0', maximum: '3' });
    expect(await form.submit()).toBe(true);
    expect(server.client.last('scaleCluster')).toMatchObject({
      body: { mode: 'adaptive', minimum: 0, maximum: 3 }
    });
  });
});

describe('an option', () => {
  const [, memory, queue] = optionsOf(LOCAL.options, LOCAL.defaults);

  it.each([
    ['4 GiB', 4 * 1024 ** 3],
    ['500MB', 500e6],
    ['1,5 g', 1.5e9],
    ['4096', 4096],
    ['4 Gigs', NaN],
    ['-1', NaN]
  ])('of bytes reads %j', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it('of bytes is shown as a size, and as nothing where it is automatic', () => {
    expect(showOption(memory, 2 * 1024 ** 3)).toBe('2 GiB');
    expect(showOption(memory, 0)).toBe('');
    expect(readOption(memory, '', trans)).toBeNull();
  });

  it('of bytes tells its bound as a size', () => {
    expect(readOption(memory, '1 MiB', trans)).toEqual({
      error: 'At least 64\u00a0MiB.'
    });
  });

  it('of choices keeps the type of the value', () => {
    expect(queue.kind).toBe('choice');
    expect(readOption(queue, showOption(queue, 'a'), trans)).toEqual({
      value: 'a'
    });
  });
});

describe('the code a start amounts to', () => {
  it('names the keywords of the class', () => {
    expect(
      startCode({
        factory: 'local',
        scaling: { mode: 'fixed', workers: 2 },
        options: { threadsPerWorker: 1, memoryLimitBytes: 0 }
      })
    ).toBe(
      'from dask.distributed import LocalCluster\n\ncluster = LocalCluster(\n' +
        '    n_workers=2,\n    threads_per_worker=1,\n)'
    );
  });

  it('is not guessed for a class that the page does not know', () => {
    expect(startCode({ factory: 'slurm' })).toBeNull();
  });
});
