import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { FakeServer } from '../../testing/FakeServer';
import type { Inserted } from '../../ui/insert';
import { installLine, tellMissing } from '../packages';

const trans = nullTranslator.load('');

function inserted(kernel: string | undefined): Inserted {
  const session = kernel === undefined ? null : { kernel: { name: kernel } };
  return {
    place: 'notebook',
    cellId: 'c',
    panel: {
      sessionContext: { session, kernelDisplayName: 'Python 3' }
    }
  } as unknown as Inserted;
}

describe('tellMissing', () => {
  let server: FakeServer;
  let emitted: jest.SpyInstance;

  beforeEach(() => {
    server = new FakeServer();
    emitted = jest.spyOn(Notification, 'emit').mockReturnValue('id');
  });

  afterEach(() => emitted.mockRestore());

  it('names what the kernel lacks and offers the line that installs it', async () => {
    server.client.reply('findMissingPackages', {
      missing: ['zarr', 'dask[dataframe]'],
      isKnown: true
    });
    await tellMissing(server.client, inserted('py'), ['zarr'], trans);
    expect(emitted.mock.calls).toEqual([
      [
        'The kernel Python 3 lacks zarr, dask[dataframe].',
        'warning',
        {
          autoClose: 8000,
          actions: [
            {
              label: 'Copy install line',
              callback: expect.any(Function) as unknown
            }
          ]
        }
      ]
    ]);
  });

  it('says nothing where nothing is missing, or nothing can be told', async () => {
    server.client.reply('findMissingPackages', { missing: [], isKnown: true });
    await tellMissing(server.client, inserted('py'), ['zarr'], trans);
    await tellMissing(server.client, inserted(undefined), ['zarr'], trans);
    await tellMissing(server.client, inserted('py'), [], trans);
    await tellMissing(server.client, { place: 'console' }, ['zarr'], trans);
    await tellMissing(server.client, null, ['zarr'], trans);
    expect(emitted).not.toHaveBeenCalled();
  });

  it('quotes extras, which a shell would take for a pattern', () => {
    expect(installLine(['zarr', 'dask[dataframe]'])).toBe(
      '%pip install zarr "dask[dataframe]"'
    );
  });
});
