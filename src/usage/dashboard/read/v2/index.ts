/**
 * Dashboards of Grafana's schema v2 (v2alpha1, v2beta1, v2) as classic ones.
 *
 * The schema is known from the types that Grafana publishes and from its documentation only: no Grafana that writes it was run.
 */
import type { TranslationBundle } from '@jupyterlab/translation';
import { isRecord, type Json, record, records, text } from '../json';
import { askedOf } from './source';
import { type Block, Blocks } from './layout';
import { Notes } from './notes';
import { variableOf } from './variables';

const SCHEMA = 42;
const COLUMNS = 24;
const CURSORS = ['Off', 'Crosshair', 'Tooltip'];

/** Whether what is inside of `{apiVersion, spec}` is of schema v2. */
export function isV2({ elements, layout, panels, rows }: Json): boolean {
  const isClassic = Array.isArray(panels) || Array.isArray(rows);
  return !isClassic && (isRecord(elements) || isRecord(layout));
}

function annotation({ spec }: Json): Json {
  const from = record(spec);
  const { spec: asked, datasource } = askedOf(from.query, from.datasource);
  return { ...record(from.legacyOptions), ...asked, ...from, datasource };
}

/** Blocks one below the other. */
function panelsOf(blocks: readonly Block[], trans: TranslationBundle): Json[] {
  let y = 0;
  return blocks.flatMap(({ head, panels, height }) => {
    const top = head ? y + 1 : y;
    const inside = panels.map(panel => {
      const at = record(panel.gridPos);
      return { ...panel, gridPos: { ...at, y: top + Number(at.y) } };
    });
    const gridPos = { x: 0, y, w: COLUMNS, h: 1 };
    y = top + height;
    if (!head) {
      return inside;
    }
    const row = {
      ...{ type: 'row', title: head.title || trans.__('Further panels') },
      ...{ repeat: head.repeat, collapsed: head.isCollapsed, gridPos }
    };
    return head.isCollapsed ? [{ ...row, panels: inside }] : [row, ...inside];
  });
}

/**
 * A dashboard of schema v2 in the classic schema.
 *
 * @param from - The spec, its size bounded.
 * @returns With what is not shown as it was meant, in words.
 */
export function classicOf(
  from: Json,
  trans: TranslationBundle
): { readonly json: Json; readonly problems: string[] } {
  const notes = new Notes();
  const blocks = new Blocks(record(from.elements), notes);
  blocks.add(record(from.layout));
  if (blocks.found.every(({ panels }) => panels.length === 0)) {
    notes.add('empty', '');
  }
  const { autoRefresh, timezone, ...time } = record(from.timeSettings);
  const { uid, title, description, tags, links } = from;
  const json = {
    ...{ uid, title, description, tags, links, time, timezone },
    schemaVersion: SCHEMA,
    refresh: autoRefresh,
    graphTooltip: CURSORS.indexOf(text(from.cursorSync)),
    templating: { list: records(from.variables).map(variableOf) },
    annotations: { list: records(from.annotations).map(annotation) },
    panels: panelsOf(blocks.found, trans)
  };
  return { json, problems: notes.sentences(trans) };
}
