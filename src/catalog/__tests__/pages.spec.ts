import * as fc from 'fast-check';
import { entryOf } from '../../testing/catalogs';
import { PAGE, Pages } from '../pages';
import type { Entry } from '../tokens';

const LONGEST = 4 * PAGE;

/** Entries of a page of a list of that size. */
function entriesOf(page: number, size: number): Entry[] {
  const count = Math.max(0, Math.min(PAGE, size - page * PAGE));
  return Array.from({ length: count }, (_, index) =>
    entryOf({ id: `e${page * PAGE + index} of ${size}` })
  );
}

/** As a list with a hole for each entry that is not loaded. */
function plain(pages: Pages): (string | null)[] {
  const all: (string | null)[] = new Array<null>(pages.size).fill(null);
  for (const { offset, entries } of pages.loaded) {
    entries.forEach(({ id }, index) => {
      all[offset + index] = id;
    });
  }
  return all;
}

const steps = fc.array(
  fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 0, max: LONGEST })),
  { maxLength: 8 }
);

describe('Pages', () => {
  it('is as a list with holes, whatever pages come and however long it gets', () => {
    fc.assert(
      fc.property(steps, made => {
        let pages = Pages.NONE;
        let model: (string | null)[] = [];
        for (const [page, size] of made) {
          const entries = entriesOf(page, size);
          pages = pages.with(page, entries, size);
          model = Array.from({ length: size }, (_, at) =>
            at >= page * PAGE && at < (page + 1) * PAGE
              ? entries[at - page * PAGE].id
              : (model[at] ?? null)
          );
          expect(plain(pages)).toEqual(model);
          expect(pages.entries.map(({ id }) => id)).toEqual(
            model.filter(id => id !== null)
          );
        }
      }),
      { numRuns: 50 }
    );
  });

  it('shares the pages that stay', () => {
    const first = Pages.NONE.with(0, entriesOf(0, 500), 500);
    const both = first.with(1, entriesOf(1, 500), 500);
    expect(both.loaded[0].entries).toBe(first.loaded[0].entries);
    const changed = both.put({ ...both.entries[250], name: 'new' });
    expect(changed.loaded[0].entries).toBe(first.loaded[0].entries);
    expect(changed.find(both.entries[250].id)?.name).toBe('new');
    expect(both.put(entryOf({ id: 'another' }))).toBe(both);
  });
});
