import { nullTranslator } from '@jupyterlab/translation';
import type { Field, Frame } from '../../types';
import { TRANSFORMS } from '..';

export const trans = nullTranslator.load('jupyterlab-pangeo');

type Values = Field['values'];

export function field(
  name: string,
  values: Values,
  labels: Field['labels'] = {}
): Field {
  const type =
    name === 'Time'
      ? 'time'
      : values.some(value => typeof value === 'string')
        ? 'string'
        : 'number';
  return { name, type, labels, values };
}

export function frame(...fields: Field[]): Frame {
  return { refId: 'A', name: '', fields };
}

/** Frames after one transformation, each as columns by what they are called. */
export function after(
  id: string,
  options: Record<string, unknown>,
  ...frames: Frame[]
): Array<Record<string, Values>> {
  const apply = TRANSFORMS.get(id);
  if (!apply) {
    throw new Error(`no transformation ${id}`);
  }
  return apply(frames, options, trans).map(({ fields }) =>
    Object.fromEntries(
      fields.map(({ name, title, values }) => [title ?? name, values])
    )
  );
}

export const PODS = frame(
  field('Time', [1, 1, 1]),
  field('pod', ['b', 'a', 'c']),
  field('Value', [3, 1, null])
);
