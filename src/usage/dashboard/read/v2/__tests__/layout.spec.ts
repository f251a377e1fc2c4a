import {
  elements,
  grid,
  item,
  placesOf,
  plain,
  read,
  row,
  rows,
  tab,
  tabs
} from './samples';

const WIDE = [0, 0, 24, 4];

function laidOut(layout: object, count = 4) {
  const dashboard = read({ elements: elements(count), layout });
  return { places: placesOf(dashboard), problems: dashboard.problems };
}

function auto(names: string, more: object = {}) {
  const items = names.split('').map(name => ({
    kind: 'AutoGridLayoutItem',
    spec: { element: { kind: 'ElementReference', name } }
  }));
  return { kind: 'AutoGridLayout', spec: { items, ...more } };
}

describe('a grid', () => {
  it('has its panels where they are', () => {
    const layout = grid(
      item('b', [12, 0, 12, 8]),
      item('a', [0, 0, 12, 8]),
      item('c', [3, 8, 6, 5])
    );
    expect(laidOut(layout)).toEqual({
      places: ['1 0,0 12×8', '2 12,0 12×8', '3 3,8 6×5'],
      problems: []
    });
  });

  it('of v2alpha1 has rows inside, whose panels are placed from the row on', () => {
    const inner = (title: string, y: number, name: string, more = {}) => ({
      kind: 'GridLayoutRow',
      spec: { title, y, elements: [item(name, [0, 2, 24, 4])], ...more }
    });
    const layout = grid(
      inner('Second', 20, 'c', { collapsed: true }),
      inner('First', 8, 'b'),
      item('a', [0, 0, 24, 8])
    );
    expect(laidOut(layout).places).toEqual([
      '1 0,0 24×8',
      'First 0,8 24×1',
      '2 0,11 24×4 (First)',
      'Second + 0,15 24×1',
      '3 0,18 24×4 (Second)'
    ]);
  });

  it('names what is missing and what it has twice', () => {
    const layout = grid(
      item('a'),
      item('none', [12, 0, 12, 8]),
      item('a', [0, 8, 12, 8]),
      item('__proto__'),
      item('constructor')
    );
    expect(laidOut(layout)).toEqual({
      places: ['1 0,0 12×8'],
      problems: [
        'The layout names panels that the dashboard lacks: none, __proto__, constructor.',
        'Shown only where they come first, as the layout names them again: Panel 1.'
      ]
    });
  });

  it('names ten of many', () => {
    const missing = Array.from({ length: 30 }, (_, i) => item(`x${i}`));
    expect(laidOut(grid(item('a'), ...missing)).problems[0]).toMatch(
      /: x0, .*, x9, ….$/
    );
  });
});

describe('an automatic grid', () => {
  it('has three columns of usual panels at most', () => {
    expect(laidOut(auto('abcd')).places).toEqual([
      '1 0,0 8×9',
      '2 8,0 8×9',
      '3 16,0 8×9',
      '4 0,9 8×9'
    ]);
  });

  it('fills the width with few panels', () => {
    expect(laidOut(auto('ab')).places).toEqual(['1 0,0 12×9', '2 12,0 12×9']);
  });

  it.each([
    [{ maxColumnCount: 5, columnWidthMode: 'narrow' }, [4, 5, 5, 5, 5], 9],
    [{ maxColumnCount: 5, columnWidthMode: 'standard' }, [8, 8, 8, 8, 8], 9],
    [{ maxColumnCount: 5, columnWidthMode: 'wide' }, [12, 12, 12, 12, 12], 9],
    [{ columnWidthMode: 'custom', columnWidth: 1500 }, [24, 24, 24, 24, 24], 9],
    [{ maxColumnCount: 1, rowHeightMode: 'short' }, [24, 24, 24, 24, 24], 5],
    [{ rowHeightMode: 'tall' }, [8, 8, 8, 8, 8], 14],
    [{ rowHeightMode: 'custom', rowHeight: 100 }, [8, 8, 8, 8, 8], 3],
    [{ maxColumnCount: -1, columnWidthMode: 7 }, [24, 24, 24, 24, 24], 9]
  ])('is laid out by %j', (more, widths, height) => {
    const layout = auto('abcde', more);
    const { panels } = read({ elements: elements(5), layout });
    expect(panels.map(({ gridPos }) => gridPos.w)).toEqual(widths);
    expect(panels[0].gridPos.h).toBe(height);
  });

  it('has a repeated panel in a line of its own', () => {
    const layout = auto('abc');
    const repeat = { mode: 'variable', value: 'job' };
    Object.assign(layout.spec.items[1].spec, { repeat });
    const dashboard = read({ elements: elements(3), layout });
    expect(placesOf(dashboard)).toEqual([
      '1 0,0 8×9',
      '2 0,9 24×9',
      '3 0,18 8×9'
    ]);
    expect(dashboard.panels.map(panel => panel.repeat)).toEqual([
      null,
      { variable: 'job', direction: 'h', maxPerRow: 3 },
      null
    ]);
  });
});

describe('rows', () => {
  it('stand one below the other, closed and open', () => {
    const layout = rows(
      row('One', grid(item('a', WIDE))),
      row('Two', auto('bc'), { collapse: true }),
      row('Three', grid(item('d', WIDE)))
    );
    expect(laidOut(layout)).toEqual({
      places: [
        'One 0,0 24×1',
        '1 0,1 24×4 (One)',
        'Two + 0,5 24×1',
        '2 0,6 12×9 (Two)',
        '3 12,6 12×9 (Two)',
        'Three 0,15 24×1',
        '4 0,16 24×4 (Three)'
      ],
      problems: []
    });
  });

  it('without a head are open, and need one below others', () => {
    const bare = { hideHeader: true, collapse: true };
    const layout = rows(
      row('One', grid(item('a', WIDE)), bare),
      row('Two', grid(item('b', WIDE))),
      row('', grid(item('c', WIDE)), bare)
    );
    expect(laidOut(layout).places).toEqual([
      '1 0,0 24×4',
      'Two 0,4 24×1',
      '2 0,5 24×4 (Two)',
      'Further panels 0,9 24×1',
      '3 0,10 24×4 (Further panels)'
    ]);
  });

  it('in rows are rows with both titles, closed with the outer one', () => {
    const inner = rows(
      row('A', grid(item('a', WIDE))),
      row('B', grid(item('b', WIDE)), { collapse: true })
    );
    const layout = rows(
      row('Outer', inner),
      row('Closed', rows(row('C', grid(item('c', WIDE)))), { collapse: true })
    );
    expect(laidOut(layout).places).toEqual([
      'Outer – A 0,0 24×1',
      '1 0,1 24×4 (Outer – A)',
      'Outer – B + 0,5 24×1',
      '2 0,6 24×4 (Outer – B)',
      'Closed – C + 0,10 24×1',
      '3 0,11 24×4 (Closed – C)'
    ]);
  });

  it('are repeated, by one variable only', () => {
    const repeat = (value: string) => ({ repeat: { mode: 'variable', value } });
    const layout = rows(
      row('One', rows(row('A', grid(item('a', WIDE)))), repeat('x')),
      row(
        'Two',
        rows(row('B', grid(item('b', WIDE)), repeat('y'))),
        repeat('x')
      )
    );
    const { panels, problems } = read({ elements: elements(2), layout });
    expect(
      panels
        .filter(({ type }) => type === 'row')
        .map(panel => panel.repeat?.variable)
    ).toEqual(['x', 'y']);
    expect(problems).toEqual([
      'Repeated by their own variable only, not by that of the row or tab around them: Two – B.'
    ]);
  });
});

describe('tabs', () => {
  it('are rows, and it is said', () => {
    const layout = tabs(
      tab('CPU', grid(item('a', WIDE))),
      tab('Disk', rows(row('Reads', grid(item('b', WIDE)))))
    );
    expect(laidOut(layout)).toEqual({
      places: [
        'CPU 0,0 24×1',
        '1 0,1 24×4 (CPU)',
        'Disk – Reads 0,5 24×1',
        '2 0,6 24×4 (Disk – Reads)'
      ],
      problems: ['Tabs are shown as rows: CPU, Disk.']
    });
  });
});

describe('what cannot be shown as it was meant', () => {
  it('is named: conditions and variables of a part', () => {
    const conditionalRendering = { kind: 'ConditionalRenderingGroup' };
    const local = { kind: 'TextVariable', spec: { name: 'local' } };
    const layout = rows(
      row('One', grid(item('a', WIDE, { conditionalRendering }))),
      row('Two', grid(item('b', WIDE)), {
        conditionalRendering,
        variables: [local]
      })
    );
    const { places, problems } = laidOut(layout);
    expect(places).toHaveLength(4);
    expect(problems).toEqual([
      'Shown always, whatever their conditions say: Panel 1, Two.',
      'Variables of a single row or tab are not read: local.'
    ]);
  });

  it('is named: layouts of another kind, and what is nested too deeply', () => {
    const odd = rows(row('Odd', { kind: 'CircleLayout' }));
    expect(laidOut(odd)).toEqual({
      places: [],
      problems: [
        'Layouts of these kinds are not known: CircleLayout.',
        'The dashboard has no panels.'
      ]
    });
    const nested = (depth: number): object =>
      depth > 0 ? rows(row('R', nested(depth - 1))) : grid(item('a'));
    expect(laidOut(nested(6)).places).toHaveLength(2);
    const deep = laidOut(nested(7));
    expect(deep.places).toEqual([]);
    expect(deep.problems[0]).toMatch(/^Nested too deeply.*: R – R/);
    expect(laidOut(nested(200)).problems.join()).toMatch(/too large/);
  });

  it('cuts very long titles', () => {
    const title = 'x'.repeat(1000);
    const layout = rows(row(title, grid(item('a'), item('b', [0, 8, 2, 2]))));
    const { panels } = read({ elements: { a: plain(1), b: plain(2) }, layout });
    expect(panels[0].title).toHaveLength(200);
  });
});
