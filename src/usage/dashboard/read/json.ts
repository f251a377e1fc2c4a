/**
 * Safe looks into JSON that anyone may have written: nothing here throws, and what has another type counts as absent.
 */

export type Json = Readonly<Record<string, unknown>>;

/** Characters of a text that are kept. */
export const MOST_TEXT = 100_000;

const MOST_DEPTH = 40;
const MOST_NODES = 400_000;
const EMPTY: Json = Object.freeze({});

/** A copy of plain data: no prototypes, no cycles, texts, depth and count of its parts bounded. */
export class Bounded {
  /** Whether anything was cut off. */
  isCut = false;

  copy(value: unknown, depth = 0): unknown {
    this._nodes += 1;
    if (typeof value === 'string') {
      this.isCut ||= value.length > MOST_TEXT;
      return value.slice(0, MOST_TEXT);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (depth >= MOST_DEPTH || this._nodes > MOST_NODES) {
      this.isCut = true;
      return null;
    }
    return Array.isArray(value)
      ? this._list(value, depth)
      : this._record(value, depth);
  }

  private _list(list: readonly unknown[], depth: number): unknown[] {
    const copied: unknown[] = [];
    for (const item of list) {
      if (this._nodes > MOST_NODES) {
        this.isCut = true;
        break;
      }
      copied.push(this.copy(item, depth + 1));
    }
    return copied;
  }

  private _record(record: object, depth: number): Json {
    const copied: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(record)) {
      if (this._nodes > MOST_NODES) {
        this.isCut = true;
        break;
      }
      // Setting this key would change what the copy inherits.
      if (key !== '__proto__') {
        copied[key] = this.copy(item, depth + 1);
      }
    }
    return copied;
  }

  private _nodes = 0;
}

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a record itself has below a key; inherited names are absent. */
export function own<T>(
  record: Readonly<Record<string, T>>,
  key: string
): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function record(value: unknown): Json {
  return isRecord(value) ? value : EMPTY;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function records(value: unknown): Json[] {
  return list(value).filter(isRecord);
}

export function text(value: unknown, fallback = ''): string {
  return typeof value === 'string' ? value : fallback;
}

export function texts(value: unknown): string[] {
  return list(value).filter(item => typeof item === 'string');
}

/** A text, or a number in words: old dashboards write some values either way. */
export function word(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : text(value);
}

/** A finite number, also where it is written as text. */
export function number(value: unknown): number | null {
  const read =
    typeof value === 'string' && value.trim() !== '' && value.length < 40
      ? Number(value)
      : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

/** A number within bounds. */
export function between(
  value: unknown,
  [low, high]: readonly [number, number],
  fallback: number
): number {
  const read = number(value);
  return read === null ? fallback : Math.min(high, Math.max(low, read));
}

export function oneOf<const T extends string>(
  value: unknown,
  choices: readonly T[],
  fallback: NoInfer<T>
): T {
  return choices.find(choice => choice === value) ?? fallback;
}
