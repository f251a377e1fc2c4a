import { type Json, isRecord, own, record, records } from '../json';
import { migrateFieldOptions } from './fieldOptions';
import { migrateGraph } from './graph';
import { isOldHeatmap, migrateHeatmap } from './heatmap';
import { migrateSinglestat } from './singlestat';
import { migrateTable } from './table';

/** Whether a table says something in the way of old. A new one's options are not overwritten by leftovers. */
function hasStyles(panel: Json): boolean {
  return records(panel.styles).length > 0 && !isRecord(panel.fieldConfig);
}

type Migration = (panel: Json) => Json;

/** By types that are no more, or that have been something else. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  graph: migrateGraph,
  singlestat: migrateSinglestat,
  'grafana-singlestat-panel': migrateSinglestat,
  'table-old': migrateTable,
  table: panel => (hasStyles(panel) ? migrateTable(panel) : panel),
  table2: panel => ({ ...panel, type: 'table' }),
  'heatmap-new': panel => ({ ...panel, type: 'heatmap' }),
  heatmap: panel => (isOldHeatmap(panel) ? migrateHeatmap(panel) : panel)
};

/** A panel whose type is no more as the one that has taken its place. */
export function migratePanel(panel: Json): Json {
  if (typeof panel.type !== 'string') {
    // A panel of the library is a reference, and has no type of its own.
    return isRecord(panel.libraryPanel)
      ? { ...panel, type: 'library-panel-ref' }
      : panel;
  }
  const migrate = own(MIGRATIONS, panel.type);
  if (migrate) {
    return migrate(panel);
  }
  return isRecord(record(panel.options).fieldOptions)
    ? migrateFieldOptions(panel)
    : panel;
}
