/** What a variable of a Prometheus source asks for. */
export type VariableQuery =
  | {
      readonly kind: 'labelValues';
      readonly metric: string;
      readonly label: string;
    }
  | { readonly kind: 'labelNames'; readonly match: string }
  | { readonly kind: 'metrics'; readonly pattern: string }
  | { readonly kind: 'queryResult'; readonly expr: string }
  /** A bare selector: its series as texts. */
  | { readonly kind: 'series'; readonly match: string };

const CALL = /^(label_values|label_names|metrics|query_result)\s*\(([^]*)\)$/;
const LABEL = /^["']?([A-Za-z_$][\w$.:{}-]*)["']?$/;

function labelValues(inside: string): VariableQuery | null {
  const at = inside.lastIndexOf(',');
  const label = LABEL.exec(inside.slice(at + 1).trim());
  return label
    ? {
        kind: 'labelValues',
        metric: inside.slice(0, Math.max(0, at)).trim(),
        label: label[1]
      }
    : null;
}

/**
 * The query of a variable.
 *
 * @param query - As written: `label_values(up, job)`, `label_values(job)`, `label_names()`, `metrics(node_.*)`, `query_result(sum(up))`, or a selector.
 * @returns Null where it is empty or cannot be read.
 */
export function parseVariableQuery(query: string): VariableQuery | null {
  const trimmed = query.trim();
  const call = CALL.exec(trimmed);
  if (!call) {
    return trimmed === '' ? null : { kind: 'series', match: trimmed };
  }
  const inside = call[2].trim();
  switch (call[1]) {
    case 'label_values':
      return labelValues(inside);
    case 'label_names':
      return { kind: 'labelNames', match: inside };
    case 'metrics':
      return { kind: 'metrics', pattern: inside };
    default:
      return { kind: 'queryResult', expr: inside };
  }
}
