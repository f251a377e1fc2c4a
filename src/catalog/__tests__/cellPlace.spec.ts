import { detailsOf } from '../../testing/catalogs';
import { cellPlace } from '../cellPlace';
import { entryCode } from '../entryCode';

describe('the metadata of a cell', () => {
  const recipe = {
    reader: 'stac',
    driver: 'zarr',
    format: 'zarr',
    urls: ['https://h/x.zarr'],
    isLocal: false,
    isLiteral: true,
    arguments: {},
    storageOptions: {},
    steps: [{ location: '/data/catalog.yaml', name: 'sst' }]
  };

  it('lead back to the entry, and say with which values and when', () => {
    const made = entryCode(detailsOf({ recipe }), { level: 3 }, 'xarray');
    const { pangeo } = made?.metadata as {
      pangeo: Record<string, string>;
    };
    expect(cellPlace(pangeo)).toEqual({
      catalogId: detailsOf().catalogId,
      entryId: detailsOf().id,
      location: '/data/catalog.yaml'
    });
    expect(pangeo).toMatchObject({ parameters: { level: 3 }, style: 'xarray' });
    expect(Date.parse(pangeo.inserted)).not.toBeNaN();
  });

  it('are given a name that no cell of the notebook has yet', () => {
    const name = detailsOf().name;
    const made = entryCode(detailsOf({ recipe }), {}, 'xarray', undefined, [
      `${name} = 1`,
      `${name}_2 = 1`
    ]);
    expect(made?.code.endsWith(`\n${name}_3`)).toBe(true);
  });

  it.each([undefined, null, 'x', [], {}, { catalog: 'a', entry: 1 }])(
    'say nothing where they are %j',
    metadata => {
      expect(cellPlace(metadata)).toBeNull();
    }
  );
});
