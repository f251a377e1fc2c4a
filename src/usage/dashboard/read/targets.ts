import { type DatasourceRef, type Target } from '../types';
import { isRecord, type Json, oneOf, records, text } from './json';

const MOST = 200;

/** Inputs that an exported dashboard asks for: `DS_PROMETHEUS` and its type. */
export type Inputs = ReadonlyMap<string, string>;

export function readInputs(value: unknown): Inputs {
  const found = records(value)
    .filter(input => input.type === 'datasource')
    .map(input => [text(input.name), text(input.pluginId)] as const);
  return new Map(found);
}

const INPUT = /^\$\{?(\w+)\}?$/;

/** A source by name, by reference or by a variable; an input of an exported dashboard and `default` are its usual one. */
export function readDatasource(
  value: unknown,
  inputs: Inputs
): DatasourceRef | null {
  const from = isRecord(value) ? value : { uid: value };
  const uid = text(from.uid);
  const type = text(from.type);
  const input = inputs.get(INPUT.exec(uid)?.[1] ?? '');
  if (input !== undefined) {
    return { type: type || input, uid: '' };
  }
  const isUsual = uid === 'default' || uid + type === '';
  return isUsual ? null : { type, uid };
}

function letter(index: number): string {
  const rest = index % 26;
  const before = Math.floor(index / 26);
  return (
    (before > 0 ? letter(before - 1) : '') + String.fromCharCode(65 + rest)
  );
}

function readTarget(from: Json, index: number, inputs: Inputs): Target {
  const isInstant = from.instant === true;
  return {
    refId: text(from.refId) || letter(index),
    datasource: readDatasource(from.datasource, inputs),
    isHidden: from.hide === true,
    expr: text(from.expr),
    legendFormat: text(from.legendFormat),
    format: oneOf(
      from.format,
      ['time_series', 'table', 'heatmap'],
      'time_series'
    ),
    isInstant,
    isRange: from.range === true || !isInstant,
    interval: text(from.interval),
    raw: from
  };
}

/** A panel's queries, at most 200. */
export function readTargets(value: unknown, inputs: Inputs): Target[] {
  return records(value)
    .slice(0, MOST)
    .map((from, i) => readTarget(from, i, inputs));
}
