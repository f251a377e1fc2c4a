import { type Panel } from '../types';
import { between, type Json, number, record, records, text } from './json';
import { type PanelContext, readGridPos, readPanel } from './panel';

const MOST = 500;
const COLUMNS = 24;

/** Rows of 30 pixels with 8 between. */
const CELL = 38;
const LEAST_HEIGHT = 90;
const USUAL_HEIGHT = 250;

/** A panel that stands somewhere, still as JSON. */
interface Placed {
  readonly from: Json;
  /** Below which row, as its place in the list, or -1. */
  readonly row: number;
}

/** Heights as `250px` or a number, in rows of the grid. */
function gridHeight(value: unknown, usual = USUAL_HEIGHT): number {
  const pixels = number(text(value).replace('px', '').trim() || value) ?? usual;
  return Math.ceil(Math.min(30_000, Math.max(LEAST_HEIGHT, pixels)) / CELL);
}

/** Rows with panels by spans of 12, before schema 16: panels flow from left to right. */
function fromRows(rows: readonly Json[]): Json[] {
  const hasHeads = rows.some(
    row => row.collapse === true || row.showTitle === true || !!row.repeat
  );
  const found: Json[] = [];
  let y = 0;
  for (const row of rows) {
    if (hasHeads) {
      const gridPos = { x: 0, y, w: COLUMNS, h: 1 };
      found.push({
        ...{ type: 'row', title: row.title, repeat: row.repeat, gridPos },
        collapsed: row.collapse === true
      });
      y += 1;
    }
    const usual = gridHeight(row.height);
    let [x, line] = [0, 0];
    for (const panel of records(row.panels)) {
      const w = Math.floor(between(panel.span, [1, 12], 4)) * 2;
      const h = panel.height ? gridHeight(panel.height) : usual;
      if (x + w > COLUMNS) {
        [x, y, line] = [0, y + line, 0];
      }
      found.push({ ...panel, gridPos: { x, y, w, h } });
      [x, line] = [x + w, Math.max(line, h)];
    }
    y += line;
  }
  return found;
}

/** Copies that a repeat has made and that were saved with the dashboard: the repeat makes them anew. */
function isCopy(from: Json): boolean {
  return !!from.repeatPanelId && !!from.repeatIteration && !from.repeat;
}

/** By place on the page, as Grafana reads it: from the top, then from the left. */
function inOrder(panels: readonly Json[]): Json[] {
  return panels
    .filter(from => !isCopy(from))
    .map(from => ({ from, at: readGridPos(record(from.gridPos)) }))
    .sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x)
    .map(({ from }) => from);
}

/** Panels in a row, with those that a row has inside behind it. */
function flat(panels: readonly Json[]): Placed[] {
  const found: Placed[] = [];
  let row = -1;
  for (const from of inOrder(panels)) {
    if (from.type === 'row') {
      row = found.length;
      found.push({ from, row: -1 });
      const inside = inOrder(records(from.panels));
      const at = row;
      found.push(...inside.map(panel => ({ from: panel, row: at })));
      // A closed row ends here: what follows it stands below no row.
      row = from.collapsed === true && inside.length > 0 ? -1 : row;
    } else {
      found.push({ from, row });
    }
    if (found.length > MOST) {
      break;
    }
  }
  return found;
}

/** Ids as they are written; where one is missing or is there twice, the next that is free. */
function ids(placed: readonly Placed[]): number[] {
  const wanted = placed.map(({ from }) => {
    const id = number(from.id);
    return id !== null && Number.isSafeInteger(id) && id > 0 ? id : 0;
  });
  const taken = new Set<number>();
  const given = wanted.map(id => {
    const isFree = id > 0 && !taken.has(id);
    taken.add(id);
    return isFree ? id : 0;
  });
  let next = 1;
  return given.map(id => {
    if (id > 0) {
      return id;
    }
    while (taken.has(next)) {
      next += 1;
    }
    taken.add(next);
    return next;
  });
}

/**
 * All panels in their order on the page, rows among them.
 *
 * @returns Also whether there were more than 500, of which only the first are kept.
 */
export function readPanels(
  from: Json,
  context: PanelContext
): { readonly panels: Panel[]; readonly isCut: boolean } {
  const rows = records(from.rows);
  const panels = records(from.panels);
  const all = flat(rows.length > 0 ? [...panels, ...fromRows(rows)] : panels);
  const placed = all.slice(0, MOST);
  const numbers = ids(placed);
  return {
    panels: placed.map(({ from: panel, row }, i) =>
      readPanel(panel, numbers[i], row < 0 ? null : numbers[row], context)
    ),
    isCut: all.length > MOST
  };
}
