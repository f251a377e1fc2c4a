import {
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import { TRANSFORMS } from '../transform';
import type { Dashboard } from '../types';
import { readAnnotations } from './annotations';
import { inputsOf, readCurrent, unwrap } from './current';
import { Bounded, type Json, record } from './json';
import { lacksOf } from './lacks';
import { migratePanel } from './migrate';
import { classicOf, isV2 } from './v2';

const FOREIGN = {
  migrate: migratePanel,
  transforms: TRANSFORMS,
  lacksOf
};

/** @param from - The dashboard inside of what is read, its size bounded. */
function readClassic(
  json: unknown,
  from: Json,
  trans: TranslationBundle
): Dashboard {
  const read = readCurrent(json, trans, FOREIGN);
  const found = readAnnotations(from.annotations, inputsOf(from), trans);
  return {
    ...read,
    annotations: found.annotations,
    problems: [...read.problems, ...found.problems]
  };
}

/**
 * Reads a dashboard of schema 14 to 42, as `readCurrent` does, or of schema v2; panels of types that are no more become others.
 */
export function readDashboard(
  json: unknown,
  trans: TranslationBundle = nullTranslator.load('jupyterlab_pangeo')
): Dashboard {
  const bounded = new Bounded();
  const from = unwrap(record(bounded.copy(json)));
  if (!isV2(from)) {
    return readClassic(json, from, trans);
  }
  const classic = classicOf(from, trans);
  const { problems, ...read } = readClassic(classic.json, classic.json, trans);
  const cut = bounded.isCut
    ? [trans.__('The dashboard is too large: parts of it were left out.')]
    : [];
  return {
    ...read,
    problems: [...new Set([...classic.problems, ...cut, ...problems])]
  };
}
