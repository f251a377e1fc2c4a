import { between, type Json, record, records } from '../json';

const COLUMNS = 24;

/** Rows of 30 pixels with 8 between. */
const CELL = 38;
const GAP = 8;

/** Pixels of a page of usual width: how many columns fit depends on it. */
const PAGE = 1600;

const WIDTHS: ReadonlyMap<unknown, number> = new Map([
  ['narrow', 192],
  ['standard', 448],
  ['wide', 768]
]);

const HEIGHTS: ReadonlyMap<unknown, number> = new Map([
  ['short', 168],
  ['standard', 320],
  ['tall', 512]
]);

function pixels(
  known: ReadonlyMap<unknown, number>,
  mode: unknown,
  own: unknown
): number {
  const usual = known.get(mode) ?? known.get('standard') ?? 0;
  return mode === 'custom' ? between(own, [50, 5000], usual) : usual;
}

/** Items of a grid that fills itself, each with the place that it has on a page of usual width; the repeated stand alone in their line. */
export function placed(spec: Json): Json[] {
  const items = records(spec.items).map(item => record(item.spec));
  const width = pixels(WIDTHS, spec.columnWidthMode, spec.columnWidth);
  const fitting = Math.floor((PAGE + GAP) / (width + GAP));
  const most = Math.round(between(spec.maxColumnCount, [1, COLUMNS], 3));
  const columns = Math.max(1, Math.min(most, fitting));
  const taken = Math.max(1, Math.min(columns, items.length));
  const height = Math.ceil(
    (pixels(HEIGHTS, spec.rowHeightMode, spec.rowHeight) + GAP) / CELL
  );
  const edge = (column: number) => Math.floor((column * COLUMNS) / taken);
  let [column, y] = [0, 0];
  return items.map(item => {
    const isRepeated = record(item.repeat).value !== undefined;
    if (column === taken || (isRepeated && column > 0)) {
      [column, y] = [0, y + height];
    }
    const x = edge(column);
    column = isRepeated ? taken : column + 1;
    return {
      ...item,
      ...{ x, y, width: edge(column) - x, height },
      repeat: { ...record(item.repeat), maxPerRow: columns }
    };
  });
}
