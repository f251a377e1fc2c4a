/** Numbers of several runs. */

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[
    Math.min(sorted.length - 1, Math.floor(share * sorted.length))
  ];
}

/**
 * Collects what the runs of both sides measured, by row; `rows()` is what the report takes.
 *
 * A row is `{ what, unit, budget?, note? }`; a side without a value in it stays null.
 */
export class Rows {
  #rows = new Map();

  define(id, row) {
    this.#rows.set(id, { id, anchor: null, ours: null, ...row });
    return this;
  }

  add(side, id, value) {
    const row = this.#rows.get(id);
    if (!row) {
      throw new Error(`no row ${id}`);
    }
    row[side] = [...(row[side] ?? []), value];
    console.log(`  ${side} ${id}: ${JSON.stringify(value)}`);
  }

  /** Words in the place of a side's numbers, such as "never". */
  say(side, id, words) {
    this.#rows.get(id)[`${side}Words`] = words;
  }

  rows() {
    return [...this.#rows.values()];
  }
}

/** Run pairs alternately, the side that begins changing each time. */
export async function interleave(sides, count, work) {
  for (let number = 0; number < count; number++) {
    for (const side of number % 2 ? [...sides].reverse() : sides) {
      await work(side, number);
    }
  }
}
