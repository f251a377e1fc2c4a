import {
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import { type Dashboard } from '../types';
import { readLinks } from './fieldConfig';
import {
  Bounded,
  isRecord,
  type Json,
  number,
  record,
  records,
  text,
  texts
} from './json';
import { readPanels } from './layout';
import type { Foreign } from './panel';
import { type Inputs, readInputs } from './targets';
import { orderOf } from './variables/order';
import { readVariables } from './variables/read';

const MOST_TAGS = 100;

/** The suite's own are of today's schema and use nothing that is not drawn, which their tests hold. */
const OWN: Foreign = {
  migrate: panel => panel,
  transforms: new Map(),
  lacksOf: () => []
};

const OLDEST = 14;
const NEWEST = 42;

/** The dashboard inside what Grafana's API, an export or a Kubernetes object wraps around it. */
export function unwrap(json: Json): Json {
  if (isRecord(json.dashboard)) {
    return unwrap(json.dashboard);
  }
  if (typeof json.apiVersion === 'string' && isRecord(json.spec)) {
    const { name } = record(json.metadata);
    return { uid: name, ...json.spec };
  }
  return json;
}

/** Sources that an export asks for; one that is a variable too is chosen there. */
export function inputsOf(from: Json): Inputs {
  const variables = records(record(from.templating).list).map(
    ({ name }) => name
  );
  const inputs = [...readInputs(from.__inputs)];
  return new Map(inputs.filter(([name]) => !variables.includes(name)));
}

/** What of the whole cannot be read, in words. */
function problemsOf(
  json: unknown,
  from: Json,
  trans: TranslationBundle
): string[] {
  if (!isRecord(json)) {
    return [trans.__('This is no dashboard: its JSON is no object.')];
  }
  if (!Array.isArray(from.panels) && !Array.isArray(from.rows)) {
    return [trans.__('The dashboard has no list of panels.')];
  }
  const version = number(from.schemaVersion);
  return version === null || (version >= OLDEST && version <= NEWEST)
    ? []
    : [
        trans.__(
          'The dashboard’s schema version is %1; versions %2 to %3 are known.',
          version,
          OLDEST,
          NEWEST
        )
      ];
}

/** Dates of a fixed range may be written as texts of times or as milliseconds. */
function moment(value: unknown, fallback: string): string {
  return typeof value === 'number' ? String(value) : text(value) || fallback;
}

/** A setting that was an object before it was a text. */
function refresh(value: unknown): string {
  return text(value) === 'off' ? '' : text(value);
}

/**
 * Reads a dashboard whose panels are of types that there still are and that has no annotations, as those are that come with the suite.
 *
 * Nothing of what it says is trusted: fields of a wrong type become defaults, sizes are bounded, and it never throws.
 *
 * @param json - As parsed; also inside `{dashboard, meta}` or `{apiVersion, spec}`.
 * @param trans - Words of `problems` and `lacks`.
 * @param foreign - What those of others want more.
 */
export function readCurrent(
  json: unknown,
  trans: TranslationBundle = nullTranslator.load('jupyterlab_pangeo'),
  foreign: Foreign = OWN
): Dashboard {
  const bounded = new Bounded();
  const from = unwrap(record(bounded.copy(json)));
  const inputs = inputsOf(from);
  const { panels, isCut } = readPanels(from, { inputs, trans, foreign });
  const variables = readVariables(record(from.templating).list, inputs);
  const time = record(from.time);
  return {
    uid: text(from.uid),
    title: text(from.title),
    description: text(from.description),
    tags: texts(from.tags).slice(0, MOST_TAGS),
    schemaVersion: number(from.schemaVersion) ?? 0,
    time: { from: moment(time.from, 'now-6h'), to: moment(time.to, 'now') },
    refresh: refresh(from.refresh),
    timezone: text(from.timezone) || 'browser',
    hasSharedCrosshair:
      (number(from.graphTooltip) ?? 0) > 0 || from.sharedCrosshair === true,
    variables,
    panels,
    annotations: [],
    links: readLinks(from.links),
    problems: [
      ...problemsOf(json, from, trans),
      ...(bounded.isCut || isCut
        ? [trans.__('The dashboard is too large: parts of it were left out.')]
        : []),
      ...orderOf(variables, trans).problems
    ]
  };
}
