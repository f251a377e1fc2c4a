import type { DrawnField, DrawnFrame } from '../types';
import type { Series } from './types';

/** Whether a value can be drawn as it is. */
function isDrawable(value: number | string | null): boolean {
  return value === null || Number.isFinite(value);
}

/** A number that can be drawn, or null: NaN and infinities are gaps. */
function drawable(value: number | string | null): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Values of a field as they are drawn: turned round where the panel says so. Those that can be drawn as they are are not copied. */
function valuesOf({ values, config }: DrawnField): Series['values'] {
  const isTurned = config.custom.transform === 'negative-Y';
  if (!isTurned && values.every(isDrawable)) {
    return values as Series['values'];
  }
  const sign = isTurned ? -1 : 1;
  return values.map(value => {
    const known = drawable(value);
    return known === null ? null : sign * known;
  });
}

/** The series of frames that have times; fields that are hidden are left out. */
export function seriesOf(frames: readonly DrawnFrame[]): Series[] {
  return frames.flatMap(({ fields }) => {
    const time = fields.find(({ type }) => type === 'time');
    return time === undefined
      ? []
      : fields
          .filter(
            ({ type, config }) =>
              type === 'number' && !config.custom.hideFrom.viz
          )
          .map(field => ({
            field,
            times: time.values as readonly number[],
            values: valuesOf(field)
          }));
  });
}

/** What tells a series from others of its name. */
export function keyOf({ displayName, labels, name }: DrawnField): string {
  return JSON.stringify([displayName, name, labels]);
}

/** Whether no frame has any value. */
export function isEmpty(frames: readonly DrawnFrame[]): boolean {
  return frames.every(({ fields }) =>
    fields
      .filter(({ type }) => type !== 'time')
      .every(({ values }) => values.every(value => value === null))
  );
}
