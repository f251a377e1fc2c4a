import { text } from '../read/json';
import type { Field, Frame } from '../types';
import { keyOf, listed, namesOf, rowsOf } from './names';

type Options = Readonly<Record<string, unknown>>;
type Value = Field['values'][number];

/**
 * `joinByField`, once `seriesToColumns`: one frame with a row for each value of a column that all have, the time where none is named.
 *
 * An outer join has the rows of any frame, an inner join (`mode: inner`) those of all. Frames without the column are left out.
 */
export function joinByField(
  frames: readonly Frame[],
  options: Options
): Frame[] {
  const wanted = text(options.byField);
  const parts = frames.flatMap(frame => {
    const place = placeOf(frame, wanted);
    return place < 0 ? [] : [{ frame, place, rows: rowsBy(frame, place) }];
  });
  if (parts.length === 0) {
    return [...frames];
  }
  const [{ frame: first, place: at }] = parts;
  const isInner = options.mode === 'inner';
  const keys = new Map<string, Value>();
  for (const { frame, place, rows } of parts) {
    rows.forEach(([row], key) =>
      keys.set(key, frame.fields[place].values[row])
    );
  }
  const kept = [...keys].filter(
    ([key]) => !isInner || parts.every(({ rows }) => rows.has(key))
  );
  if (first.fields[at].type !== 'string') {
    kept.sort(([, one], [, other]) => Number(one) - Number(other));
  }
  // A key may stand in several rows; the row of the result is for one of each.
  const lines = kept.flatMap(([key]) => {
    const most = Math.max(
      ...parts.map(({ rows }) => rows.get(key)?.length ?? 0)
    );
    return Array.from({ length: most }, (_, nth) => ({ key, nth }));
  });
  const joined = {
    ...first.fields[at],
    values: lines.map(({ key }) => keys.get(key) ?? null)
  };
  const others = parts.flatMap(({ frame, place, rows }) =>
    frame.fields
      .filter((_, other) => other !== place)
      .map(field => ({
        ...field,
        values: lines.map(({ key, nth }) => {
          const row = rows.get(key)?.[nth];
          return row === undefined ? null : field.values[row];
        })
      }))
  );
  return [{ ...first, fields: [joined, ...others] }];
}

function placeOf(frame: Frame, wanted: string): number {
  return wanted === ''
    ? frame.fields.findIndex(({ type }) => type === 'time')
    : namesOf(frame).indexOf(wanted);
}

function rowsBy(frame: Frame, place: number): Map<string, number[]> {
  const found = new Map<string, number[]>();
  frame.fields[place].values.forEach((value, row) => {
    listed(found, keyOf([value]), row);
  });
  return found;
}

/** `merge`: all frames as one table; rows that agree in the columns which all frames have become one, where they do not contradict. */
export function merge(frames: readonly Frame[]): Frame[] {
  const full = frames.filter(({ fields }) => fields.length > 0);
  if (full.length < 2) {
    return [...frames];
  }
  const named = full.map(frame => ({ frame, names: namesOf(frame) }));
  const columns = new Map<string, Field>();
  for (const { frame, names } of named) {
    names.forEach((name, place) => {
      columns.set(name, columns.get(name) ?? frame.fields[place]);
    });
  }
  const common = [...columns.keys()].filter(name =>
    named.every(({ names }) => names.includes(name))
  );
  const merged = mergedRows(named, common);
  const fields = [...columns].map(([name, field]) => ({
    ...field,
    values: merged.map(row => row.get(name) ?? null)
  }));
  return [{ ...full[0], fields }];
}

type Row = Map<string, Value>;

// Rows that agree in what is common are compared with each other; of very many, with the first ones.
const MOST_ALIKE = 100;

function mergedRows(
  named: ReadonlyArray<{ frame: Frame; names: string[] }>,
  common: readonly string[]
): Row[] {
  const all: Row[] = [];
  const byKey = new Map<string, Row[]>();
  for (const { frame, names } of named) {
    for (let index = 0; index < rowsOf(frame); index++) {
      const row: Row = new Map(
        names.map((name, place) => [name, frame.fields[place].values[index]])
      );
      const key = keyOf(common.map(name => row.get(name)));
      const alike = byKey.get(key)?.slice(0, MOST_ALIKE) ?? [];
      const fit = alike.find(other =>
        [...row].every(
          ([name, value]) => !other.has(name) || other.get(name) === value
        )
      );
      if (fit) {
        row.forEach((value, name) => fit.set(name, value));
      } else {
        all.push(row);
        listed(byKey, key, row);
      }
    }
  }
  return all;
}
