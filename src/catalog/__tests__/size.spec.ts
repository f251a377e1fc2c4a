import * as fc from 'fast-check';
import {
  itemBytes,
  sizeOf,
  suggestedChunks,
  warningsOf,
  type ISize
} from '../size';

const GIB = 1024 ** 3;

function size(metadata: Record<string, unknown>): ISize {
  const found = sizeOf(metadata);
  if (!found) {
    throw new Error('nothing is told');
  }
  return found;
}

/** Sea surface height as the public store has it. */
const SSH = {
  'zarr version': '2, consolidated',
  dimensions: { time: 8901, latitude: 720, longitude: 1440 },
  variables: {
    sla: {
      dimensions: ['time', 'latitude', 'longitude'],
      shape: [8901, 720, 1440],
      dtype: '<f8',
      chunks: [5, 720, 1440],
      attributes: { units: 'm', long_name: 'Sea level anomaly' }
    },
    time: { dimensions: ['time'], shape: [8901], dtype: '<M8[ns]' }
  }
};

describe('sizes', () => {
  it('come from the metadata of a Zarr store', () => {
    const found = size(SSH);
    expect(found.bytes).toBe(8901 * 720 * 1440 * 8 + 8901 * 8);
    expect(found.largest).toMatchObject({
      name: 'sla',
      chunkCount: 1781,
      chunkBytes: 5 * 720 * 1440 * 8,
      units: 'm',
      title: 'Sea level anomaly'
    });
    expect([found.chunkCount, found.tasks]).toEqual([1782, 3564]);
    expect(found.format).toBe('zarr v2');
  });

  it('come from the fields of a STAC asset', () => {
    expect(
      size({
        'proj:shape': [1000, 2000],
        'raster:bands': [{ data_type: 'uint16' }, { data_type: 'uint16' }],
        'file:size': 5
      }).bytes
    ).toBe(8_000_000);
    expect(size({ 'file:size': 12345 }).bytes).toBe(12345);
  });

  it('are not there where nothing tells them', () => {
    expect(sizeOf({ title: 'x' })).toBeNull();
  });

  it.each([
    ['<f4', 4],
    ['|u1', 1],
    ['<U5', 20],
    ['<M8[ns]', 8],
    ['|S10', 10],
    ['float32', 4],
    ['cfloat64', 8],
    ['complex128', 16],
    ['uint16', 2],
    ['bool', 1],
    ['char', 1],
    ['string', null],
    ['', null]
  ])('know how many bytes a %s has', (dtype, bytes) => {
    expect(itemBytes(dtype)).toBe(bytes);
  });

  it('take whatever a catalog says, and never give what is no number', () => {
    const odd = fc.oneof(
      fc.constantFrom(-1, 0, 1, 2 ** 40, 2 ** 62, 1e308, NaN, Infinity, 0.5),
      fc.integer(),
      fc.jsonValue()
    );
    const variable = fc.record(
      {
        shape: fc.oneof(fc.array(odd, { maxLength: 5 }), odd),
        chunks: fc.oneof(fc.array(odd, { maxLength: 5 }), odd),
        dimensions: fc.oneof(fc.array(fc.string(), { maxLength: 5 }), odd),
        dtype: fc.oneof(fc.constantFrom('<f8', '<U999999', 'int64'), odd),
        attributes: odd
      },
      { requiredKeys: [] }
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), variable),
        fc.dictionary(fc.string(), odd),
        odd,
        (variables, dimensions, other) => {
          const found = sizeOf({
            variables,
            dimensions,
            'file:size': other,
            'proj:shape': [other, other]
          });
          if (!found) {
            return;
          }
          warningsOf(found, { name: 'c', total: 1, worker: 1 });
          const figures = [
            found.bytes ?? 0,
            found.chunkCount,
            found.tasks,
            ...found.variables.map(each => each.bytes ?? 0),
            ...Object.values(suggestedChunks(found) ?? {})
          ];
          expect(figures.filter(each => !Number.isFinite(each))).toEqual([]);
          expect(figures.filter(each => each < 0)).toEqual([]);
        }
      )
    );
  });
});

describe('the guard', () => {
  const cluster = { name: 'c', total: 16 * GIB, worker: 4 * GIB };

  it('warns of what does not fit into the memory of the cluster', () => {
    expect(warningsOf(size(SSH), cluster)).toEqual(['larger']);
    expect(warningsOf(size(SSH), { ...cluster, total: 100 * GIB })).toEqual([]);
    expect(warningsOf(size(SSH), null)).toEqual([]);
  });

  it('warns of chunks that a worker cannot hold several of', () => {
    const small = { name: 'c', total: 100 * GIB, worker: GIB / 8 };
    expect(warningsOf(size(SSH), small)).toEqual(['large-chunks']);
  });

  it('warns of many and of small chunks, and puts stored ones together', () => {
    const found = size({
      variables: {
        t: {
          dimensions: ['time', 'y', 'x'],
          shape: [400_000, 100, 100],
          dtype: '<f4',
          chunks: [1, 100, 100]
        }
      }
    });
    expect(warningsOf(found, null)).toEqual(['many-chunks', 'small-chunks']);
    expect(suggestedChunks(found)).toEqual({ time: 2621, y: 100, x: 100 });
  });

  it('suggests multiples of the stored chunks, about as large as is good', () => {
    expect(suggestedChunks(size(SSH))).toEqual({
      time: 10,
      latitude: 720,
      longitude: 1440
    });
  });

  it('cuts what lies in one piece', () => {
    const found = size({
      variables: {
        t: {
          dimensions: ['y', 'x'],
          shape: [100_000, 100_000],
          dtype: 'float32'
        }
      }
    });
    expect(warningsOf(found, null)).toEqual(['large-chunks']);
    expect(suggestedChunks(found)).toEqual({ y: 262, x: 100_000 });
  });

  it('suggests nothing where the chunks are good, or where no dimension is named', () => {
    const chunks = [1000, 2000];
    const shape = [1000, 20_000];
    expect(
      suggestedChunks(
        size({
          variables: {
            t: {
              dimensions: ['y', 'x'],
              shape,
              chunks: [1000, 12_000],
              dtype: '<f8'
            }
          }
        })
      )
    ).toBeNull();
    expect(
      suggestedChunks(
        size({ variables: { t: { shape, chunks, dtype: '<f8' } } })
      )
    ).toBeNull();
  });
});
