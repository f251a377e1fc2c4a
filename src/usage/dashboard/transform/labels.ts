import { own, text, texts } from '../read/json';
import type { Field, Frame } from '../types';
import { merge } from './join';
import { keyOf, namesOf, rowsOf } from './names';

type Options = Readonly<Record<string, unknown>>;
type Value = Field['values'][number];

/** `labelsToFields`: labels as columns of one table, or, with `mode: rows`, a table of labels for each frame. */
export function labelsToFields(
  frames: readonly Frame[],
  options: Options
): Frame[] {
  const kept = new Set(texts(options.keepLabels));
  const isKept = (label: string) => kept.size === 0 || kept.has(label);
  if (options.mode === 'rows') {
    return frames.flatMap(frame => asRows(frame, isKept));
  }
  const named = text(options.valueLabel);
  return merge(frames.map(frame => asColumns(frame, isKept, named)));
}

function asColumns(
  frame: Frame,
  isKept: (label: string) => boolean,
  named: string
): Frame {
  const found = new Map<string, string>();
  const fields = frame.fields.map((field): Field => {
    for (const [label, value] of Object.entries(field.labels)) {
      if (isKept(label) && label !== named) {
        found.set(label, value);
      }
    }
    const name = (named !== '' && own(field.labels, named)) || field.name;
    return { ...field, name, labels: {}, title: undefined };
  });
  const length = rowsOf(frame);
  const columns = [...found].map(([name, value]): Field => ({
    name,
    type: 'string',
    labels: {},
    values: new Array<string>(length).fill(value)
  }));
  return { ...frame, fields: [...fields, ...columns] };
}

function asRows(frame: Frame, isKept: (label: string) => boolean): Frame[] {
  const names = namesOf(frame);
  return frame.fields.flatMap((field, place) => {
    const pairs = Object.entries(field.labels).filter(([name]) => isKept(name));
    if (pairs.length === 0) {
      return [];
    }
    const column = (name: string, values: string[]): Field => ({
      name,
      type: 'string',
      labels: {},
      values
    });
    return [
      {
        ...frame,
        name: names[place],
        fields: [
          column(
            'label',
            pairs.map(([name]) => name)
          ),
          column(
            'value',
            pairs.map(([, value]) => value)
          )
        ]
      }
    ];
  });
}

/** Columns of a matrix; where there would be more, the table stays as it is. */
const MOST_COLUMNS = 200;

const EMPTY: Readonly<Record<string, Value>> = {
  null: null,
  zero: 0,
  empty: '',
  true: 'true',
  false: 'false'
};

/** `groupingToMatrix`: a column for each value of one column, a row for each of another, with the values of a third. */
export function groupingToMatrix(
  frames: readonly Frame[],
  options: Options
): Frame[] {
  const [frame] = frames;
  if (!frame || frames.length > 1) {
    return [...frames];
  }
  const names = namesOf(frame);
  const fieldOf = (wish: unknown, usual: string) =>
    frame.fields[names.indexOf(text(wish, usual))];
  const column = fieldOf(options.columnField, 'Time');
  const row = fieldOf(options.rowField, 'Time');
  const value = fieldOf(options.valueField, 'Value');
  if (!column || !row || !value) {
    return [...frames];
  }
  const heads = [...new Set(column.values)];
  const sides = [...new Set(row.values)];
  if (heads.length > MOST_COLUMNS) {
    return [...frames];
  }
  const known = new Map<string, Value>();
  value.values.forEach((one, index) => {
    known.set(keyOf([row.values[index], column.values[index]]), one);
  });
  const none = own(EMPTY, text(options.emptyValue, 'empty')) ?? null;
  const corner = `${names[frame.fields.indexOf(row)]}\\${names[frame.fields.indexOf(column)]}`;
  const cells = heads.map((head): Field => ({
    ...value,
    name: String(head),
    title: undefined,
    labels: {},
    values: sides.map(side => known.get(keyOf([side, head])) ?? none)
  }));
  const side: Field = { ...row, name: corner, title: corner, values: sides };
  return [{ ...frame, fields: [side, ...cells] }];
}
