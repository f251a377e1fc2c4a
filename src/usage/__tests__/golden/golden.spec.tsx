import { nullTranslator } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import { act } from 'react';
import { CursorSync } from '../../dashboard/charts';
import { stacked } from '../../dashboard/charts/data';
import { figuresOf, shareOf } from '../../dashboard/charts/figures';
import { heatOf } from '../../dashboard/charts/heat';
import { Legend, legendOf } from '../../dashboard/charts/Legend';
import { seriesOf } from '../../dashboard/charts/series';
import { Table } from '../../dashboard/charts/tables';
import { readDashboard } from '../../dashboard/read';
import type { DrawnFrame, Panel } from '../../dashboard/types';
import { drawnFrames } from '../../drawn';
import { promFrames } from '../../promQueries';
import { valueNameOf } from '../../promTables';
import {
  FIGURES,
  type IBoard,
  MACHINES,
  REQUESTS,
  SHARES,
  SUMS
} from './boards';

(
  globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }
).IS_REACT_ACT_ENVIRONMENT = true;

const trans = nullTranslator.load('');

interface IDrawn {
  readonly panel: Panel;
  readonly frames: readonly DrawnFrame[];
}

/** A panel of a board with what its queries were answered. */
function drawn({ json, answers }: IBoard, id: number): IDrawn {
  const { panels, problems } = readDashboard(json);
  expect(problems).toEqual([]);
  const panel = panels[id - 1];
  expect(panel.lacks).toEqual([]);
  const found = panel.targets.flatMap(target =>
    promFrames(
      { target, valueName: valueNameOf(target, panel.targets) },
      answers[`${id}${target.refId}`]
    )
  );
  return { panel, frames: drawnFrames(panel, found, false, trans) };
}

function propsOf({ panel, frames }: IDrawn) {
  return {
    ...{ panel, frames, trans, isDark: false, timezone: 'utc' },
    span: { from: 1_769_860_800_000, to: 1_769_861_100_000 },
    ...{ width: 400, height: 200, cursor: new CursorSync() },
    onZoom: () => undefined
  };
}

/** Cells of all rows of what is drawn, as texts. */
async function cellsOf(element: JSX.Element): Promise<string[][]> {
  const widget = ReactWidget.create(element);
  await act(async () => {
    Widget.attach(widget, document.body);
    await widget.renderPromise;
  });
  const rows = [...widget.node.querySelectorAll('tr')].map(row =>
    [...row.querySelectorAll('th, td')].map(
      ({ textContent }) => textContent?.replace(/\u00a0/g, ' ').trim() ?? ''
    )
  );
  act(() => widget.dispose());
  return rows;
}

function wordsOf({ panel, frames }: IDrawn): string[][] {
  return figuresOf(panel, frames, false).map(({ field, display }) => [
    field.displayName,
    `${display.prefix}${display.text}${display.suffix}`,
    display.color
  ]);
}

function edgesOf({ frames }: IDrawn) {
  return stacked(seriesOf(frames)).map(({ values }) => [...values]);
}

// What is expected was worked out by hand, as the comments say.
describe('requests by method', () => {
  const board = drawn(REQUESTS, 1);

  it('stand on each other by unit, those that are turned round apart', () => {
    // get: as it is. delete: 1+2, a gap, 3+9, 6+1. put: -0.5. post: of another unit; NaN and infinity are gaps.
    expect(edgesOf(board)).toEqual([
      [2, 4, 9, 1],
      [3, null, 12, 7],
      [-0.5, -0.5, -0.5, -0.5],
      [1500, null, 250, null]
    ]);
  });

  it('have their calculations in the legend', async () => {
    const series = seriesOf(board.frames);
    const legend = legendOf(board.panel, series, 400, 200);
    const rows = await cellsOf(
      <Legend
        {...propsOf(board)}
        legend={legend}
        series={series}
        hidden={new Set()}
        onHide={() => undefined}
      />
    );
    expect(rows).toEqual([
      [
        ...['Name', 'Min', 'Max', 'Mean', 'Last *', 'Total', 'Delta', 'Range'],
        ...['Difference', 'Count', 'First', 'Difference percent'],
        'Change count'
      ],
      [
        // mean 16 / 4; delta 2 + 5, the fall not; range 9 - 1; difference 1 - 2, which is -50 % of 2.
        ...['get', '1 req/s', '9 req/s', '4 req/s', '1 req/s', '16 req/s'],
        ...['7 req/s', '8 req/s', '-1 req/s', '4', '2 req/s', '-50%', '3']
      ],
      [
        // mean (1 + 3 + 6) / 3 = 3.33; delta 2 + 3; difference 5, which is 500 % of 1; three values, changed twice.
        ...['delete', '1 req/s', '6 req/s', '3.33 req/s', '6 req/s'],
        ...['10 req/s', '5 req/s', '5 req/s', '5 req/s', '3', '1 req/s'],
        ...['500%', '2']
      ],
      [
        // Turned round in the picture only.
        ...['Uploads', '0.500 req/s', '0.500 req/s', '0.500 req/s'],
        ...['0.500 req/s', '2 req/s', '0 req/s', '0 req/s', '0 req/s', '4'],
        ...['0.500 req/s', '0%', '0']
      ],
      [
        // Milliseconds to one place: mean 1750 / 2 = 875; 250 - 1500 = -1250, which is -83.3 %; halves go up.
        ...['post', '250.0 ms', '1.5 s', '875.0 ms', '250.0 ms', '1.8 s'],
        ...['0.0 ms', '1.3 s', '-1.2 s', '2.0', '1.5 s', '-83.3%', '1.0']
      ]
    ]);
    expect(series[2].field.color).toBe('#123456');
  });
});

describe('figures', () => {
  it('are the last value that there is, in GiB, coloured by limits', () => {
    // 1 610 612 736 = 1.5 x 2^30; 536 870 912 = 2^29.
    expect(wordsOf(drawn(FIGURES, 1))).toEqual([
      ['a', '1.50 GiB', '#ff0000'],
      ['b', '512 MiB', '#00ff00']
    ]);
  });

  it('are words where values are mapped to words, and where there is none', () => {
    expect(
      wordsOf(drawn(FIGURES, 2)).map(([name, text]) => [name, text])
    ).toEqual([
      ['a', 'up'],
      ['b', 'down'],
      ['c', 'away']
    ]);
  });

  it('are means as parts of a scale', () => {
    // (0.25 + 0.5 + 0.375) / 3 = 0.375: 37.5 % of the scale, above 30 and below 40.
    const board = drawn(FIGURES, 3);
    expect(wordsOf(board)).toEqual([['load', '37.5%', '#ffaa00']]);
    const [figure] = figuresOf(board.panel, board.frames, false);
    expect(shareOf(figure)).toBe(0.375);
  });

  it('are sums in the unit of their size', () => {
    // 30 + 60 = 90 s = 1.5 min; 0.25 s = 250 ms.
    expect(
      wordsOf(drawn(FIGURES, 4)).map(([name, text]) => [name, text])
    ).toEqual([
      ['a', '1.50 mins'],
      ['b', '250 ms']
    ]);
  });
});

describe('tables', () => {
  const tableOf = (board: IBoard, id: number) =>
    cellsOf(<Table {...propsOf(drawn(board, id))} />);

  it('merge queries, calculate a column, and are in the order of one', async () => {
    // 1 GiB / 8 = 128 MiB; 2 GiB / 4 = 512 MiB.
    expect(await tableOf(MACHINES, 1)).toEqual([
      ['host', 'Cores', 'Memory', 'Each'],
      ['b', '8', '1 GiB', '128 MiB'],
      ['a', '4', '2 GiB', '512 MiB']
    ]);
  });

  it('reduce series to rows, of which some columns are kept', async () => {
    // (1 + 5 + 3) / 3; (2 + 4) / 2.
    expect(await tableOf(SUMS, 1)).toEqual([
      ['Field', 'Mean'],
      ['x', '3'],
      ['y', '3']
    ]);
  });

  it('group rows and rename what is calculated', async () => {
    // 1.5 + 2.5 = 4 of two; 3 of one.
    expect(await tableOf(SUMS, 2)).toEqual([
      ['user', 'by sum', 'by count'],
      ['ann', '4', '2'],
      ['bob', '3', '1']
    ]);
  });
});

describe('shares', () => {
  it('stand on each other to the whole, which is nothing where all are nothing', () => {
    // 1 / 4, 3 / 4, 0 / 0.
    expect(edgesOf(drawn(SHARES, 1))).toEqual([
      [0.25, 0.75, 0],
      [1, 1, 0]
    ]);
  });

  it('of buckets are what lies between their ends', () => {
    // Up to 1: as counted. 1 to 5: 6 - 2, 3 - 3. Above: 7 - 6, 9 - 3.
    const { panel, frames } = drawn(SHARES, 2);
    const { rows } = heatOf(panel, seriesOf(frames));
    expect(rows.map(({ cells }) => [...cells])).toEqual([
      [2, 3],
      [4, null],
      [1, 6]
    ]);
  });
});
