import type { TranslationBundle } from '@jupyterlab/translation';
import type { Dashboard } from '../types';
import { readCurrent } from './current';
import { migratePanel } from './migrate';

/** Reads a dashboard of schema 14 to 42, as `readCurrent` does; panels of types that are no more become others. */
export function readDashboard(
  json: unknown,
  trans?: TranslationBundle
): Dashboard {
  return readCurrent(json, trans, migratePanel);
}
