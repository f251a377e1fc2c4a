import type { DrawnFrame } from '../types';

/** Whether frames are all series: a time and numbers. */
export function isAligned(frames: readonly DrawnFrame[]): boolean {
  return (
    frames.length > 0 &&
    frames.every(
      ({ fields: [time, ...others] }) =>
        time?.type === 'time' && others.every(({ type }) => type === 'number')
    )
  );
}

/** Series of several frames as one table with a row for each of their times, ascending. */
export function joined(frames: readonly DrawnFrame[]): DrawnFrame {
  const [first] = frames;
  const all = new Set(
    frames.flatMap(({ fields: [time] }) => time.values as readonly number[])
  );
  const times = [...all].sort((one, other) => one - other);
  const places = new Map(times.map((time, place) => [time, place]));
  const columns = frames.flatMap(({ fields: [time, ...others] }) =>
    others.map(field => {
      const values = new Array<number | string | null>(times.length).fill(null);
      time.values.forEach((moment, row) => {
        values[places.get(Number(moment)) ?? 0] = field.values[row];
      });
      return { ...field, values };
    })
  );
  return {
    ...first,
    fields: [{ ...first.fields[0], values: times }, ...columns]
  };
}
