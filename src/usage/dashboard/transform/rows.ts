import { calculate, isCalculation } from '../calc';
import { own, record, records, text, texts } from '../read/json';
import type { Field, Frame } from '../types';
import { keyOf, listed, namesOf, renamed, rowsOf } from './names';

type Options = Readonly<Record<string, unknown>>;
type Value = Field['values'][number];

/** `sortBy`: rows by one column; nothing comes last whatever the direction. */
export function sortBy(frames: readonly Frame[], options: Options): Frame[] {
  const [wish] = records(options.sort);
  const name = text(wish?.field);
  return frames.map(frame => {
    const place = namesOf(frame).indexOf(name);
    if (place < 0) {
      return frame;
    }
    const { values } = frame.fields[place];
    const order = values.map((_, row) => row);
    order.sort((one, other) =>
      compare(values[one], values[other], wish?.desc === true)
    );
    return picked(frame, order);
  });
}

function compare(one: Value, other: Value, isDescending: boolean): number {
  if (one === null || other === null) {
    return Number(one === null) - Number(other === null);
  }
  const order =
    typeof one === 'number' && typeof other === 'number'
      ? one - other
      : String(one).localeCompare(String(other), undefined, { numeric: true });
  return isDescending ? -order : order;
}

function picked(frame: Frame, rows: readonly number[]): Frame {
  const fields = frame.fields.map(field => ({
    ...field,
    values: rows.map(row => field.values[row])
  }));
  return { ...frame, fields };
}

/** `groupBy`: a row for each set of values of some columns, with calculations of others. Frames without those are left out. */
export function groupBy(frames: readonly Frame[], options: Options): Frame[] {
  const wishes = record(options.fields);
  return frames.flatMap(frame => {
    const columns = namesOf(frame).map((name, place) => ({
      name,
      field: frame.fields[place],
      wish: record(own(wishes, name))
    }));
    const keys = columns.filter(({ wish }) => wish.operation === 'groupby');
    if (keys.length === 0) {
      return [];
    }
    const groups = new Map<string, number[]>();
    for (let row = 0; row < rowsOf(frame); row++) {
      const key = keyOf(keys.map(({ field }) => field.values[row]));
      listed(groups, key, row);
    }
    const rows = [...groups.values()];
    const firsts = picked(
      { ...frame, fields: keys.map(({ field }) => field) },
      rows.map(([first]) => first)
    );
    const calculated = columns
      .filter(({ wish }) => wish.operation === 'aggregate')
      .flatMap(({ name, field, wish }) =>
        texts(wish.aggregations).map(id => {
          const values = rows.map(places =>
            aggregate(
              id,
              places.map(row => field.values[row])
            )
          );
          const column: Field = {
            ...field,
            type: typeOf(id, field),
            values,
            labels: {}
          };
          return renamed(column, `${name} (${id})`);
        })
      );
    return [{ ...frame, fields: [...firsts.fields, ...calculated] }];
  });
}

const ANY = new Set(['first', 'firstNotNull', 'last', 'lastNotNull']);

/** Firsts and lasts are of the column's own type, everything else is a number. */
function typeOf(id: string, { type }: Field): Field['type'] {
  return ANY.has(id) ? type : 'number';
}

/** A calculation over values of any type; null where there is none. */
export function aggregate(id: string, values: readonly Value[]): Value {
  if (ANY.has(id)) {
    const known = id.endsWith('NotNull')
      ? values.filter(value => value !== null)
      : values;
    return known.at(id.startsWith('first') ? 0 : -1) ?? null;
  }
  if (id === 'distinctCount') {
    return new Set(values.filter(value => value !== null)).size;
  }
  if (id === 'count') {
    return values.filter(value => value !== null).length;
  }
  return isCalculation(id)
    ? calculate(
        id,
        values.map(value => (typeof value === 'number' ? value : null))
      )
    : null;
}
