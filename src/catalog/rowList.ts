import type { Row } from './tokens';

/** Places of a long list that are not loaded; their rows are made when they are looked at. */
export interface IGap {
  readonly size: number;
  readonly level: number;
  row(index: number): Row;
  /** Where the row of a key stands in the gap; -1 where it does not. */
  indexOf(key: string): number;
}

/** Rows that follow each other, or a gap. */
interface IPart {
  readonly start: number;
  readonly rows: Row[] | null;
  /** Whether the rows are another's, which they are not added to. */
  readonly isShared: boolean;
  readonly gap: IGap | null;
}

/** The lines of a tree, of which only those that are loaded, or were looked at, take room. */
export class RowList implements Iterable<Row> {
  static of(rows: Iterable<Row>): RowList {
    const list = new RowList();
    for (const row of rows) {
      list.push(row);
    }
    return list;
  }

  get length(): number {
    return this._length;
  }

  push(row: Row): void {
    const last = this._parts.at(-1);
    if (last?.rows && !last.isShared) {
      last.rows.push(row);
      this._length++;
    } else {
      this._add([row], null, false);
    }
  }

  /** Add rows that are kept elsewhere, and must not change. */
  share(rows: Row[]): void {
    this._add(rows, null, true);
  }

  /** Leave a gap after the rows so far. */
  skip(gap: IGap): void {
    this._add(null, gap, true);
  }

  /** The row at a place; undefined beyond the ends. */
  at(index: number): Row | undefined {
    const part = this._parts[this._partOf(index)] as IPart | undefined;
    return part && index < this._length ? rowOf(part, index) : undefined;
  }

  slice(first: number, end: number): Row[] {
    const found: Row[] = [];
    for (let index = Math.max(0, first); index < end; index++) {
      const row = this.at(index);
      if (!row) {
        break;
      }
      found.push(row);
    }
    return found;
  }

  /** Where the row of a key stands; -1 where there is none. */
  indexOf(key: string | null): number {
    if (key === null) {
      return -1;
    }
    for (const { start, rows, gap } of this._parts) {
      const found = rows
        ? rows.findIndex(row => row.key === key)
        : (gap?.indexOf(key) ?? -1);
      if (found >= 0) {
        return start + found;
      }
    }
    return -1;
  }

  /** The nearest row above a place that stands at a lower level; -1 where there is none. */
  above(index: number, level: number): number {
    for (let place = this._partOf(index); place >= 0; place--) {
      const part = this._parts[place];
      const found = lastBelow(part, index - part.start, level);
      if (found >= 0) {
        return part.start + found;
      }
    }
    return -1;
  }

  /** The first row that is loaded and fits, from a place on, then from the top; -1 where none does. */
  findLoaded(from: number, fits: (row: Row) => boolean): number {
    let before = -1;
    for (const { start, rows } of this._parts) {
      for (let step = 0; rows && step < rows.length; step++) {
        const index = start + step;
        if ((index >= from || before < 0) && fits(rows[step])) {
          if (index >= from) {
            return index;
          }
          before = index;
        }
      }
    }
    return before;
  }

  *[Symbol.iterator](): Iterator<Row> {
    for (let index = 0; index < this._length; index++) {
      yield this.at(index) as Row;
    }
  }

  /** Index of the part that a place is in. */
  private _partOf(index: number): number {
    let low = 0;
    let high = this._parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this._parts[middle].start <= index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private _add(rows: Row[] | null, gap: IGap | null, isShared: boolean): void {
    this._parts.push({ start: this._length, rows, gap, isShared });
    this._length += rows?.length ?? gap?.size ?? 0;
  }

  private _length = 0;
  private readonly _parts: IPart[] = [];
}

function rowOf({ start, rows, gap }: IPart, index: number): Row | undefined {
  return rows ? rows[index - start] : gap?.row(index - start);
}

/** The last row of a part before a place that stands below a level; -1 where there is none. */
function lastBelow({ rows, gap }: IPart, end: number, level: number): number {
  if (rows) {
    const before = rows.slice(0, Math.max(0, end));
    return before.reduceRight(
      (found, row, step) => (found < 0 && row.level < level ? step : found),
      -1
    );
  }
  return gap && gap.level < level ? Math.min(end, gap.size) - 1 : -1;
}
