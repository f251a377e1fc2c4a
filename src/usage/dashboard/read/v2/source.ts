import { type Json, record, text } from '../json';

/** A query with the source that it is asked of. */
export interface Asked {
  readonly spec: Json;
  readonly datasource: { readonly type: string; readonly uid: string };
}

/** What an object is: the newer forms have one `kind` for all and tell them apart by `group`, the oldest by `kind` itself. */
export function groupOf(from: Json, common: string): string {
  const kind = text(from.kind);
  return text(from.group) || (kind === common ? '' : kind);
}

/**
 * A query in each of its forms: what is asked and of which source.
 *
 * @param beside - Where v2alpha1 has the source: beside the query.
 */
export function askedOf(query: unknown, beside: unknown): Asked {
  const from = record(query);
  const source = record(beside);
  return {
    spec: record(from.spec),
    datasource: {
      type: text(source.type) || groupOf(from, 'DataQuery'),
      uid: text(record(from.datasource).name) || text(source.uid)
    }
  };
}
