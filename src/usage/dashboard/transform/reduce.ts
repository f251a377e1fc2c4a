import type { TranslationBundle } from '@jupyterlab/translation';
import { calcTitle } from '../calc';
import { record, text, texts, word } from '../read/json';
import type { Field, Frame } from '../types';
import { joinByField } from './join';
import { namesOf, rowsOf } from './names';
import { aggregate } from './rows';

type Options = Readonly<Record<string, unknown>>;

const FIELD = 'Field';

/** `reduce`: a row for each column with what is calculated of it, or, with `mode: reduceFields`, each column as one value. */
export function reduce(
  frames: readonly Frame[],
  options: Options,
  trans: TranslationBundle
): Frame[] {
  const ids = texts(options.reducers);
  if (ids.length === 0) {
    return [...frames];
  }
  const isMeant = ({ type }: Field) =>
    type === 'number' || (type === 'time' && options.includeTimeField === true);
  if (options.mode === 'reduceFields') {
    return frames.map(frame => ({
      ...frame,
      fields: frame.fields
        .filter(isMeant)
        .map(field => ({ ...field, values: [aggregate(ids[0], field.values)] }))
    }));
  }
  const columns = frames.flatMap(frame => {
    const names = namesOf(frame);
    return frame.fields.flatMap((field, place) =>
      isMeant(field) ? [{ name: names[place], field }] : []
    );
  });
  const hasLabels = options.labelsToFields === true;
  const labels = hasLabels
    ? [...new Set(columns.flatMap(({ field }) => Object.keys(field.labels)))]
    : [];
  const plain = (name: string, type: Field['type'], values: Field['values']) =>
    ({ name, type, labels: {}, values }) satisfies Field;
  const fields = [
    plain(
      FIELD,
      'string',
      columns.map(({ name, field }) => (hasLabels ? field.name : name))
    ),
    ...labels.map(label =>
      plain(
        label,
        'string',
        columns.map(({ field }) => field.labels[label] ?? null)
      )
    ),
    ...ids.map(id =>
      plain(
        calcTitle(id, trans),
        'number',
        columns.map(({ field }) => aggregate(id, field.values))
      )
    )
  ];
  return [{ refId: frames[0]?.refId ?? '', name: '', fields }];
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
  '%': (a, b) => a % b
};

/** `calculateField`: a column of what is calculated of each row, or of two columns; series become one table first. */
export function calculateField(
  frames: readonly Frame[],
  options: Options,
  trans: TranslationBundle
): Frame[] {
  const tables = frames.length > 1 ? joinByField(frames, {}) : frames;
  return tables.map(frame => {
    const made =
      options.mode === 'binary'
        ? ofTwo(frame, options)
        : ofRow(frame, options, trans);
    if (!made) {
      return frame;
    }
    const fields =
      options.replaceFields === true
        ? [...frame.fields.filter(({ type }) => type === 'time'), made]
        : [...frame.fields, made];
    return { ...frame, fields };
  });
}

function column(
  options: Options,
  usual: string,
  values: Field['values']
): Field {
  const name = text(options.alias) || usual;
  return { name, title: name, type: 'number', labels: {}, values };
}

function ofRow(
  frame: Frame,
  options: Options,
  trans: TranslationBundle
): Field {
  const { reducer, include } = record(options.reduce);
  const id = text(reducer, 'sum');
  const wanted = new Set(texts(include));
  const names = namesOf(frame);
  const chosen = frame.fields.filter(
    ({ type }, place) =>
      type === 'number' && (wanted.size === 0 || wanted.has(names[place]))
  );
  const values = Array.from({ length: rowsOf(frame) }, (_, row) =>
    aggregate(
      id,
      chosen.map(field => field.values[row])
    )
  );
  return column(options, calcTitle(id, trans), values);
}

function ofTwo(frame: Frame, options: Options): Field | null {
  const { left, right, operator } = record(options.binary);
  const apply = OPERATORS[word(operator)] as
    (typeof OPERATORS)[string] | undefined;
  const [one, other] = [left, right].map(side => operand(frame, side));
  if (!apply || !one || !other) {
    return null;
  }
  const values = Array.from({ length: rowsOf(frame) }, (_, row) => {
    const [a, b] = [one.at(row), other.at(row)];
    const result = a === null || b === null ? NaN : apply(a, b);
    return Number.isNaN(result) ? null : result;
  });
  return column(options, `${one.name} ${word(operator)} ${other.name}`, values);
}

interface Operand {
  readonly name: string;
  at(row: number): number | null;
}

/** A column by its name, or a number; newer dashboards write `{matcher: {options}}` or `{fixed}`. */
function operand(frame: Frame, side: unknown): Operand | null {
  const { fixed, matcher } = record(side);
  const name = word(fixed ?? record(matcher).options ?? side);
  const field = frame.fields[namesOf(frame).indexOf(name)] as Field | undefined;
  if (field) {
    const at = (row: number) => {
      const value = field.values[row];
      return typeof value === 'number' ? value : null;
    };
    return { name, at };
  }
  const constant = name.trim() === '' ? NaN : Number(name);
  return Number.isFinite(constant) ? { name, at: () => constant } : null;
}
