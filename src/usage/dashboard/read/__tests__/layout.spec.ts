import { readDashboard } from '../dashboard';

function brief(json: object) {
  return readDashboard(json).panels.map(
    ({ title, gridPos: { x, y, w, h }, rowId }) =>
      `${title} ${x},${y} ${w}x${h} row ${rowId}`
  );
}

const at = (x: number, y: number, w = 12, h = 4) => ({
  gridPos: { x, y, w, h }
});

describe('the grid', () => {
  it('puts panels in order and below their rows', () => {
    const panels = [
      { id: 3, title: 'b', type: 'stat', ...at(12, 5) },
      { id: 2, title: 'a', type: 'stat', ...at(0, 5) },
      { id: 1, title: 'row', type: 'row', ...at(0, 4, 24, 1) },
      { id: 9, title: 'top', type: 'stat', ...at(0, 0) }
    ];
    expect(brief({ panels })).toEqual([
      'top 0,0 12x4 row null',
      'row 0,4 24x1 row null',
      'a 0,5 12x4 row 1',
      'b 12,5 12x4 row 1'
    ]);
  });

  it('keeps panels of a closed row behind it, and what follows out of it', () => {
    const inside = [{ id: 5, title: 'in', type: 'stat', ...at(0, 1) }];
    const panels = [
      {
        id: 4,
        title: 'row',
        type: 'row',
        collapsed: true,
        panels: inside,
        ...at(0, 0, 24, 1)
      },
      { id: 6, title: 'next', type: 'row', ...at(0, 1, 24, 1) },
      { id: 7, title: 'below', type: 'stat', ...at(0, 2) }
    ];
    const read = readDashboard({ panels }).panels;
    expect(
      read.map(({ id, rowId, isCollapsed }) => [id, rowId, isCollapsed])
    ).toEqual([
      [4, null, true],
      [5, 4, false],
      [6, null, false],
      [7, 6, false]
    ]);
  });

  it('leaves out copies that a repeat had made when it was saved', () => {
    const panels = [
      { id: 1, type: 'stat', title: 'a', repeat: 'x', repeatIteration: 5 },
      { id: 2, type: 'stat', title: 'a', repeatPanelId: 1, repeatIteration: 5 }
    ];
    expect(readDashboard({ panels }).panels.map(({ id }) => id)).toEqual([1]);
  });

  it('gives ids where they are missing, doubled or none', () => {
    const panels = [{ id: 2 }, { id: 2 }, {}, { id: 'x' }, { id: -1 }].map(
      (panel, i) => ({ ...panel, type: 'stat', ...at(0, i) })
    );
    expect(readDashboard({ panels }).panels.map(({ id }) => id)).toEqual([
      2, 1, 3, 4, 5
    ]);
  });

  it('keeps panels inside its 24 columns', () => {
    const panels = [
      { title: 'wide', type: 'stat', ...at(20, 0, 99, 0) },
      { title: 'odd', type: 'stat', gridPos: { x: 'a', y: -4, w: null } }
    ];
    expect(brief({ panels })).toEqual([
      'wide 0,0 24x1 row null',
      'odd 0,0 12x8 row null'
    ]);
  });
});

describe('rows of spans, before schema 16', () => {
  it('flow from left to right in rows of the grid', () => {
    const stat = (title: string, span?: number) => ({
      type: 'graph',
      title,
      span
    });
    const rows = [
      { height: '250px', panels: [stat('a', 6), stat('b', 6), stat('c', 12)] },
      { height: 100, panels: [stat('d')] }
    ];
    expect(brief({ schemaVersion: 14, rows })).toEqual([
      'a 0,0 12x7 row null',
      'b 12,0 12x7 row null',
      'c 0,7 24x7 row null',
      'd 0,14 8x3 row null'
    ]);
  });

  it('have heads once one of them shows its title or is closed', () => {
    const rows = [
      {
        title: 'One',
        showTitle: true,
        panels: [{ type: 'stat', title: 'a', span: 12 }]
      },
      {
        title: 'Two',
        collapse: true,
        panels: [{ type: 'stat', title: 'b', span: 12 }]
      }
    ];
    const read = readDashboard({ rows }).panels;
    expect(read.map(({ title }) => title)).toEqual(['One', 'a', 'Two', 'b']);
    const [one, a, two, b] = read;
    expect([a.rowId, b.rowId]).toEqual([one.id, two.id]);
    expect([one.isCollapsed, two.isCollapsed]).toEqual([false, true]);
  });
});
