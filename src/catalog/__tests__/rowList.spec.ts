import * as fc from 'fast-check';
import { type IGap, RowList } from '../rowList';
import type { Row } from '../tokens';

function rowAt(place: number, level: number): Row {
  return {
    kind: 'note',
    key: `row ${place}`,
    level,
    position: place + 1,
    size: 1,
    note: 'loading',
    parent: '',
    message: ''
  };
}

function gapAt(start: number, size: number, level: number): IGap {
  return {
    size,
    level,
    row: index => rowAt(start + index, level),
    indexOf: key => {
      const place = Number(key.slice(4)) - start;
      return place >= 0 && place < size ? place : -1;
    }
  };
}

/** Sizes of gaps with their level; 0 stands for a row. */
const parts = fc.array(
  fc.tuple(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 3 })),
  { maxLength: 12 }
);

describe('RowList', () => {
  it('does not add to rows that it shares', () => {
    const shared = [rowAt(0, 1)];
    const list = new RowList();
    list.share(shared);
    list.push(rowAt(1, 1));
    expect(shared).toHaveLength(1);
    expect([...list].map(({ key }) => key)).toEqual(['row 0', 'row 1']);
  });

  it('is as the array of all its rows', () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 60 }), (made, from) => {
        const list = new RowList();
        const all: Row[] = [];
        const loaded = new Set<number>();
        for (const [size, level] of made) {
          const start = all.length;
          if (size === 0) {
            loaded.add(start);
            all.push(rowAt(start, level));
            if (level === 3) {
              list.share([rowAt(start, level)]);
            } else {
              list.push(rowAt(start, level));
            }
          } else {
            list.skip(gapAt(start, size, level));
            for (let index = 0; index < size; index++) {
              all.push(rowAt(start + index, level));
            }
          }
        }
        expect(list).toHaveLength(all.length);
        expect([...list]).toEqual(all);
        expect(list.at(from)).toEqual(all[from]);
        expect(list.at(-1)).toBeUndefined();
        expect(list.slice(from - 5, from)).toEqual(
          all.slice(Math.max(0, from - 5), from)
        );
        expect(list.indexOf(`row ${from}`)).toBe(from < all.length ? from : -1);
        expect(list.indexOf(null)).toBe(-1);
        const above = all.slice(0, from).map(row => row.level < 3);
        expect(list.above(Math.min(from, all.length), 3)).toBe(
          above.lastIndexOf(true)
        );
        const fits = (row: Row) => row.level === 2;
        const places = [...loaded].filter(place => fits(all[place]));
        expect(list.findLoaded(from, fits)).toBe(
          places.find(place => place >= from) ?? places[0] ?? -1
        );
      })
    );
  });

  it('makes rows of a gap only where they are looked at', () => {
    const row = jest.fn((index: number) => rowAt(index, 2));
    const list = RowList.of([rowAt(0, 1)]);
    list.skip({ size: 100_000, level: 2, row, indexOf: () => -1 });
    list.indexOf('row 7');
    list.above(90_000, 2);
    list.findLoaded(0, () => false);
    expect(row).not.toHaveBeenCalled();
    list.slice(50_000, 50_020);
    expect(row).toHaveBeenCalledTimes(20);
  });
});
