import { panelOf } from '../../../testing/usage';
import type { Panel } from '../../dashboard/types';
import { closedRows, laidOut } from '../sections';

const at = (x: number, y: number, h: number) => ({ x, y, w: 12, h });

function row(id: number, y: number, isCollapsed: boolean): Panel {
  return panelOf({ id, type: 'row', isCollapsed, gridPos: at(0, y, 1) });
}

/** Two rows, the first of which is closed: its panels say where they stood before. */
const PANELS = [
  panelOf({ id: 1, gridPos: at(0, 0, 4) }),
  row(2, 4, true),
  panelOf({ id: 3, rowId: 2, gridPos: at(12, 60, 5) }),
  panelOf({ id: 4, rowId: 2, gridPos: at(0, 60, 8) }),
  panelOf({ id: 5, rowId: 2, gridPos: at(0, 433, 2) }),
  row(6, 5, false),
  panelOf({ id: 7, rowId: 6, gridPos: at(0, 6, 3) })
];

function shown(...turned: number[]): number[][] {
  const closed = closedRows(PANELS, new Set(turned));
  return laidOut(PANELS, closed).map(({ panel, y }) => [panel.id, y]);
}

describe('rows of a dashboard', () => {
  it('that are closed take one line', () => {
    expect(shown()).toEqual([
      [1, 0],
      [2, 4],
      [6, 5],
      [7, 6]
    ]);
  });

  it('that are opened push what is below down, and leave no gap between their panels', () => {
    expect(shown(2)).toEqual([
      [1, 0],
      [2, 4],
      [4, 5],
      [3, 5],
      [5, 13],
      [6, 15],
      [7, 16]
    ]);
  });

  it('that are closed by hand let what is below move up', () => {
    expect(shown(2, 6)).toHaveLength(6);
    expect(shown(6)).toEqual([
      [1, 0],
      [2, 4],
      [6, 5]
    ]);
  });
});
