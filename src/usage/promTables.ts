import type { Wire } from '../api/tokens';
import type { Field, Frame, Target } from './dashboard/types';

const MS = 1000;

/**
 * An answer as one table: a row for each value of each series, a column for each label that any of them has.
 *
 * @param valueName - of the column with the values.
 */
export function promTable(
  { refId }: Target,
  { series = [], times = [] }: Wire<'PromqlResult'>,
  valueName: string
): Frame[] {
  const names = [
    ...new Set(series.flatMap(({ labels }) => Object.keys(labels)))
  ].sort();
  const rows = series.flatMap(({ labels, values }) =>
    values.flatMap((value, place) =>
      value === null ? [] : [{ labels, value, time: times[place] * MS }]
    )
  );
  if (rows.length === 0) {
    return [];
  }
  const column = (
    name: string,
    type: Field['type'],
    values: Field['values']
  ): Field => ({ name, type, labels: {}, values });
  return [
    {
      refId,
      name: '',
      fields: [
        column(
          'Time',
          'time',
          rows.map(({ time }) => time)
        ),
        ...names.map(name =>
          column(
            name,
            'string',
            rows.map(({ labels }) => labels[name] ?? null)
          )
        ),
        column(
          valueName,
          'number',
          rows.map(({ value }) => (typeof value === 'number' ? value : null))
        )
      ]
    }
  ];
}

/** What the column of values is called: after its target where the panel has several tables. */
export function valueNameOf(
  { refId }: Target,
  targets: readonly Target[]
): string {
  const tables = targets.filter(
    ({ format, isHidden }) => format === 'table' && !isHidden
  );
  return tables.length > 1 ? `Value #${refId}` : 'Value';
}
