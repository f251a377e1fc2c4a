import { autoName } from '../read/names';
import type { Field, Frame } from '../types';

/** Names that transformations know the fields of a frame by: those of legends, numbered from 1 where several are the same. */
export function namesOf({ fields }: Frame): string[] {
  const names = fields.map(autoName);
  const counts = new Map<string, number>();
  names.forEach(name => counts.set(name, (counts.get(name) ?? 0) + 1));
  const given = new Map<string, number>();
  return names.map(name => {
    if (counts.get(name) === 1) {
      return name;
    }
    const number = (given.get(name) ?? 0) + 1;
    given.set(name, number);
    return `${name} ${number}`;
  });
}

/** How many rows a frame has. */
export function rowsOf({ fields }: Frame): number {
  return fields[0]?.values.length ?? 0;
}

/** A field by another name, which it has from now on whatever its labels say. */
export function renamed(field: Field, name: string): Field {
  return { ...field, name, title: name };
}

/** A text that tells values apart: null, 1 and "1" differ. */
export function keyOf(values: readonly unknown[]): string {
  return JSON.stringify(values);
}

/** Adds to the list of a key. */
export function listed<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const found = lists.get(key);
  if (found) {
    found.push(item);
  } else {
    lists.set(key, [item]);
  }
}
