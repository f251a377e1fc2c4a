import type { Annotation, Frame } from '../../dashboard/types';

export const MINUTE = 60_000;

/** A whole hour, so that steps begin at it. */
export const START = Date.UTC(2026, 0, 31, 12);

export function annotationOf(change: Partial<Annotation> = {}): Annotation {
  return {
    ...{ name: 'Restarts', isEnabled: true, isHidden: false, color: 'red' },
    datasource: { type: 'prometheus', uid: '' },
    ...{ expr: 'resets(up)', step: '', tagKeys: [] },
    ...{ titleFormat: '', textFormat: '', isTimeInValue: false, filter: null },
    ...change
  };
}

/** A series with a value every so many minutes. */
export function seriesOf(
  values: ReadonlyArray<number | null>,
  labels: Readonly<Record<string, string>> = {},
  minutes = 1
): Frame {
  const times = values.map((_, place) => START + place * minutes * MINUTE);
  return {
    ...{ refId: 'A', name: 'restarts' },
    fields: [
      { name: 'Time', type: 'time', labels: {}, values: times },
      { name: 'restarts', type: 'number', labels, values }
    ]
  };
}
