import type { TranslationBundle } from '@jupyterlab/translation';
import type { Annotation } from '../types';
import {
  type Json,
  isRecord,
  list,
  number,
  record,
  records,
  text
} from './json';
import { type Inputs, readDatasource } from './targets';

const PROMETHEUS = 'prometheus';

const MOST = 50;
const MOST_IDS = 1000;
const MOST_TAGS = 50;

/** Characters of an expression, of a name, and of a title or text before labels are filled in. */
const LONGEST_EXPR = 10_000;
const LONGEST_NAME = 200;
const LONGEST_FORMAT = 2000;

/** Annotations of a dashboard, and which others somebody would look for, in words. */
export interface ReadAnnotations {
  readonly annotations: Annotation[];
  readonly problems: string[];
}

function readFilter(value: unknown): Annotation['filter'] {
  if (!isRecord(value)) {
    return null;
  }
  const ids = list(value.ids).slice(0, MOST_IDS).map(number);
  return {
    isExcluding: value.exclude === true,
    ids: ids.filter(id => id !== null)
  };
}

/** What Grafana's editor keeps beside a name: in the annotation itself, in newer ones in its query. */
function readAnnotation(from: Json, inputs: Inputs): Annotation {
  const target = record(from.target);
  const { type, uid } = readDatasource(from.datasource, inputs) ?? {
    type: '',
    uid: ''
  };
  return {
    name: text(from.name).slice(0, LONGEST_NAME),
    isEnabled: from.enable === true,
    isHidden: from.hide === true,
    color: text(from.iconColor),
    datasource: { type: type || PROMETHEUS, uid },
    expr: text(from.expr) || text(target.expr),
    step: text(from.step) || text(target.interval),
    tagKeys: text(from.tagKeys)
      .slice(0, LONGEST_FORMAT)
      .split(',')
      .map(key => key.trim())
      .filter(Boolean)
      .slice(0, MOST_TAGS),
    titleFormat: text(from.titleFormat).slice(0, LONGEST_FORMAT),
    textFormat: text(from.textFormat).slice(0, LONGEST_FORMAT),
    isTimeInValue: from.useValueForTime === true,
    filter: readFilter(from.filter)
  };
}

/** Whether Grafana has put it into every dashboard: nobody misses it. */
function isBuiltIn({ builtIn, datasource, type }: Json): boolean {
  const { uid } = record(datasource);
  const isGrafana = [datasource, uid].includes('-- Grafana --');
  return !!builtIn || (isGrafana && type === 'dashboard');
}

function isDrawn({ datasource, expr }: Annotation): boolean {
  return (
    datasource.type === PROMETHEUS && expr !== '' && expr.length <= LONGEST_EXPR
  );
}

/**
 * Annotations that are queries of a Prometheus, at most 50; one of a source without a type counts as such.
 *
 * @param value - Grafana's `annotations` of a dashboard.
 */
export function readAnnotations(
  value: unknown,
  inputs: Inputs,
  trans: TranslationBundle
): ReadAnnotations {
  const found = records(record(value).list).filter(from => !isBuiltIn(from));
  const read = found.map(from => readAnnotation(from, inputs));
  const annotations = read.filter(isDrawn).slice(0, MOST);
  const names = read
    .filter(one => one.isEnabled && !annotations.includes(one))
    .map(({ name }) => name)
    .slice(0, MOST);
  return {
    annotations,
    problems:
      names.length > 0
        ? [trans.__('Annotations are not drawn: %1.', names.join(', '))]
        : []
  };
}
