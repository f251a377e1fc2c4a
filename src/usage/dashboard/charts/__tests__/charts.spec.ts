import { ReactWidget } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import { act } from 'react';
import { Chart, CursorSync, TableBehind, toCsv } from '..';
import { orderOf, safeUrl } from '../DataTable';
import { figuresOf, shareOf } from '../figures';
import { areasOf } from '../Sparkline';
import type { ChartProps } from '../types';
import { field, frame, propsOf, seriesFrame } from './samples';

(
  globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }
).IS_REACT_ACT_ENVIRONMENT = true;

async function html(element: JSX.Element): Promise<string> {
  const widget = ReactWidget.create(element);
  await act(async () => {
    Widget.attach(widget, document.body);
    await widget.renderPromise;
  });
  const text = widget.node.innerHTML;
  act(() => widget.dispose());
  return text;
}

const drawn = (props: ChartProps) => html(React.createElement(Chart, props));

describe('figures', () => {
  it('are reduced by the panel, and lie between their ends', () => {
    const { panel, frames } = propsOf(
      'gauge',
      [seriesFrame([1, 2, 6], { min: 0, max: 12 })],
      { reduceOptions: { calcs: ['mean'] } }
    );
    const [figure] = figuresOf(panel, frames, false);
    expect(figure.display.text).toBe('3');
    expect(shareOf(figure)).toBe(0.25);
  });

  it('have a course that breaks at gaps', () => {
    const times = [0, 1, 2, 3, 4];
    expect(areasOf(times, [1, 2, null, 3, 4], [null, null])).toHaveLength(2);
  });
});

describe('charts', () => {
  it('of figures are named by their panel and show value and unit', async () => {
    for (const type of ['stat', 'gauge', 'bargauge']) {
      const words = await drawn(
        propsOf(type, [seriesFrame([1, 2, 3], { unit: 'percent' })])
      );
      expect(words).toMatch(/<figure[^>]*aria-label="Memory"/);
      expect(words).toMatch(/3.*%/);
    }
  });

  it('say why there is nothing to draw', async () => {
    const props = propsOf('timeseries', [seriesFrame([null, null, null])]);
    expect(await drawn({ ...props, reason: 'no such metric' })).toContain(
      'No data: no such metric'
    );
    expect(await drawn(propsOf('geomap', [seriesFrame([1])]))).toContain(
      'geomap'
    );
  });

  it('of text never hold what was written as markup', async () => {
    expect(
      await drawn(propsOf('text', [], { mode: 'html', content: '<img src=x>' }))
    ).toContain('&lt;img');
  });

  it('have a table behind them', async () => {
    const table = await html(
      React.createElement(
        TableBehind,
        propsOf('timeseries', [seriesFrame([1, 2, 3])])
      )
    );
    expect(table.match(/<tr>/g)).toHaveLength(4);
    expect(table).toContain('1970-01-01 00:01:00');
  });
});

describe('a table', () => {
  it('is sorted by a column, with missing values last', () => {
    const one = frame(field('n', [2, null, 10, 1]));
    expect(orderOf(one, { column: 0, isDown: false })).toEqual([3, 0, 2, 1]);
    expect(orderOf(one, { column: 0, isDown: true })).toEqual([2, 0, 3, 1]);
  });

  it('follows only links of the web', () => {
    expect(safeUrl('https://example.org/a')).toBe('https://example.org/a');
    expect(safeUrl('javascript:alert(1)')).toBeNull();
  });
});

describe('CSV', () => {
  it('joins series by their times and makes formulas text', () => {
    const frames = [
      seriesFrame([1, null, 3], {}, '=a'),
      seriesFrame([5], {}, 'b,c', [120_000])
    ];
    expect(toCsv(frames)).toBe(
      'time,\'=a,"b,c"\r\n1970-01-01T00:01:00.000Z,1,\r\n1970-01-01T00:02:00.000Z,,5\r\n1970-01-01T00:03:00.000Z,3,\r\n'
    );
    expect(toCsv([frame(field('pod', ['@x', 'say "a"']))])).toBe(
      'pod\r\n\'@x\r\n"say ""a"""\r\n'
    );
  });
});

describe('a crosshair', () => {
  it('is told to all charts until it is disposed of', () => {
    const cursor = new CursorSync();
    const told: Array<number | null> = [];
    const leave = cursor.subscribe(time => told.push(time));
    cursor.publish(5, 'a');
    cursor.publish(null, 'a');
    leave();
    cursor.publish(6, 'a');
    cursor.subscribe(time => told.push(time));
    cursor.dispose();
    cursor.publish(7, 'a');
    expect(told).toEqual([5, null]);
  });
});
