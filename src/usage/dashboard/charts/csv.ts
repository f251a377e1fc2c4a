import type { DrawnFrame } from '../types';
import { isAligned, joined } from './rows';

/** A text as a cell; one that a spreadsheet would take for a formula is made a text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function written(value: number | string | null, isTime: boolean): string {
  if (value === null) {
    return '';
  }
  if (typeof value === 'string') {
    return cell(value);
  }
  const moment = new Date(value);
  return isTime && !Number.isNaN(moment.getTime())
    ? moment.toISOString()
    : String(value);
}

/**
 * Frames as CSV (RFC 4180), times in UTC.
 *
 * Series are joined by their times; other frames follow each other with an empty line between.
 */
export function toCsv(frames: readonly DrawnFrame[]): string {
  const tables = isAligned(frames) ? [joined(frames)] : frames;
  return tables
    .map(({ fields }) => {
      const length = Math.max(0, ...fields.map(({ values }) => values.length));
      const head = fields.map(({ type, displayName }) =>
        type === 'time' ? 'time' : cell(displayName)
      );
      const rows = Array.from({ length }, (_, row) =>
        fields.map(({ values, type }) =>
          written(values[row] ?? null, type === 'time')
        )
      );
      return [head, ...rows].map(line => `${line.join(',')}\r\n`).join('');
    })
    .join('\r\n');
}
