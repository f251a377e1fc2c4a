import { entryOf, pageOf } from '../../testing/catalogs';
import { settle } from '../../testing/promises';
import { Branch } from '../branch';
import { PAGE } from '../pages';

const TOTAL = 100_000;

/** A branch of that many entries, and the offsets that it asked for. */
function largeBranch(): { branch: Branch; asked: number[] } {
  const asked: number[] = [];
  const branch = new Branch(
    offset => {
      asked.push(offset);
      const items = Array.from({ length: PAGE }, (_, index) =>
        entryOf({ id: `e${offset + index}` })
      );
      return Promise.resolve(pageOf(items, { total: TOTAL, nextCursor: 'x' }));
    },
    () => false
  );
  return { branch, asked };
}

describe('Branch', () => {
  it('asks for the page where a drag through it rests, not for those it passes', async () => {
    const { branch, asked } = largeBranch();
    await branch.refresh();
    for (let place = 1000; place <= 90_000; place += 500) {
      branch.look([place, place + 30]);
    }
    await settle();
    expect(asked).toEqual([0, 90_000]);
    expect(branch.entries.map(({ id }) => id).slice(-PAGE)[0]).toBe('e90000');
    branch.dispose();
  });

  it('loads what comes into view, once', async () => {
    const { branch, asked } = largeBranch();
    await branch.refresh();
    branch.look([PAGE - 1, PAGE]);
    branch.look([PAGE - 1, PAGE]);
    await settle();
    expect(branch.entries.map(({ id }) => id)).toContain(`e${PAGE}`);
    branch.look([PAGE]);
    await settle();
    expect(asked).toEqual([0, PAGE]);
    branch.dispose();
  });

  it('asks for nothing once it is disposed', async () => {
    const { branch, asked } = largeBranch();
    await branch.refresh();
    branch.look([1000]);
    branch.dispose();
    await settle();
    expect(asked).toEqual([0]);
  });
});
