import type { Panel } from '../tokens';

const COLUMNS = 24;

/** A panel and the line of the grid that it begins in. */
export interface IPlaced {
  readonly panel: Panel;
  readonly y: number;
}

/** A row with what stands below it; what stands above the first row has none. */
interface ISection {
  readonly row: Panel | null;
  readonly panels: Panel[];
}

function sectionsOf(panels: readonly Panel[]): ISection[] {
  const sections: ISection[] = [{ row: null, panels: [] }];
  const byRow = new Map<number, ISection>();
  for (const panel of panels) {
    if (panel.type === 'row') {
      const section = { row: panel, panels: [] };
      byRow.set(panel.id, section);
      sections.push(section);
    } else {
      const section = byRow.get(panel.rowId ?? NaN) ?? sections[0];
      section.panels.push(panel);
    }
  }
  return sections;
}

/**
 * Where panels stand when some rows are closed: each row begins where what is above it ends, its panels as high up as they fit.
 *
 * @param closed - ids of rows whose panels are not shown.
 * @returns Those that are shown, in the order of reading.
 */
export function laidOut(
  panels: readonly Panel[],
  closed: ReadonlySet<number>
): IPlaced[] {
  const placed: IPlaced[] = [];
  let end = 0;
  for (const { row, panels: inside } of sectionsOf(panels)) {
    if (row) {
      placed.push({ panel: row, y: end });
      end += row.gridPos.h;
    }
    const shown = row && closed.has(row.id) ? [] : [...inside];
    shown.sort(
      ({ gridPos: one }, { gridPos: two }) => one.y - two.y || one.x - two.x
    );
    // As Grafana does: no panel has a gap above it, whatever its place says.
    const ends = new Array<number>(COLUMNS).fill(end);
    for (const panel of shown) {
      const { x, w, h } = panel.gridPos;
      const y = Math.max(end, ...ends.slice(x, x + w));
      placed.push({ panel, y });
      ends.fill(y + h, x, x + w);
    }
    end = Math.max(...ends);
  }
  return placed;
}

/** Ids of rows that are closed: as the dashboard says, but for those that were opened or closed since. */
export function closedRows(
  panels: readonly Panel[],
  turned: ReadonlySet<number>
): ReadonlySet<number> {
  return new Set(
    panels
      .filter(
        ({ id, type, isCollapsed }) =>
          type === 'row' && isCollapsed !== turned.has(id)
      )
      .map(({ id }) => id)
  );
}
