import * as React from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { zoomOut } from '../time';
import { dataOf, stacked } from './data';
import { limitsPlugin } from './limits';
import { type Ink, plotOptions } from './plotOptions';
import type { ChartProps, Series } from './types';

/** A plot as the card and keys use it. */
export interface PlotHandle {
  readonly ref: React.RefObject<HTMLDivElement>;
  readonly plot: React.MutableRefObject<uPlot | null>;
}

/** Colours and font of the theme where an element stands. */
export function inkOf(node: Element): Ink {
  const style = getComputedStyle(node);
  const read = (name: string) => style.getPropertyValue(name).trim() || 'gray';
  return {
    text: read('--jp-ui-font-color2'),
    grid: read('--jp-border-color3'),
    font: `11px ${style.fontFamily || 'sans-serif'}`
  };
}

/** Follows the crosshair of other charts without drawing anything of React again. */
function follow(plot: uPlot, cursor: ChartProps['cursor']): () => void {
  return cursor.subscribe((time, source) => {
    if (source === plot) {
      return;
    }
    const left = time === null ? -10 : plot.valToPos(time, 'x');
    plot.setCursor({ left, top: time === null ? -10 : 0 }, false);
  });
}

function hooks(latest: React.MutableRefObject<ChartProps>): uPlot.Hooks.Arrays {
  return {
    setCursor: [
      plot => {
        const { idx } = plot.cursor;
        const time = typeof idx === 'number' ? plot.data[0][idx] : null;
        latest.current.cursor.publish(time, plot);
      }
    ],
    setSelect: [
      plot => {
        const { left, width } = plot.select;
        if (width > 2) {
          latest.current.onZoom({
            from: plot.posToVal(left, 'x'),
            to: plot.posToVal(left + width, 'x')
          });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        }
      }
    ]
  };
}

/** How series look, in words: while that stays, a plot is only given new numbers. */
function looks(series: readonly Series[]): string {
  return JSON.stringify(
    series.map(({ field }) => [field.displayName, field.color, field.config])
  );
}

function pluginsOf(
  series: readonly Series[],
  latest: React.MutableRefObject<ChartProps>
): uPlot.Plugin[] {
  const { isDark, marks } = latest.current;
  const limits = limitsPlugin(series, isDark);
  return marks ? [limits, marks.plugin(() => latest.current)] : [limits];
}

/** A plot in an element: made anew where its series' looks, zone or theme change, given new numbers and sizes otherwise. */
export function usePlot(
  props: ChartProps,
  series: readonly Series[]
): PlotHandle {
  const { span, timezone, width, height, isDark, cursor, marks } = props;
  const ref = React.useRef<HTMLDivElement>(null);
  const plot = React.useRef<uPlot | null>(null);
  const latest = React.useRef(props);
  latest.current = props;
  const edges = React.useMemo(() => stacked(series), [series]);
  const current = React.useRef(edges);
  current.current = edges;
  const style = React.useMemo(() => looks(series), [series]);
  React.useEffect(() => {
    const node = ref.current;
    if (!node) {
      return;
    }
    const { width, height, span } = latest.current;
    const input = {
      series: current.current,
      span: () => latest.current.span,
      timezone,
      width,
      height,
      ink: inkOf(node)
    };
    const made = new uPlot(
      {
        ...plotOptions(input),
        hooks: hooks(latest),
        plugins: pluginsOf(current.current, latest)
      },
      dataOf(current.current, span, width),
      node
    );
    const grow = () => latest.current.onZoom(zoomOut(latest.current.span));
    made.over.addEventListener('dblclick', grow);
    plot.current = made;
    const leave = follow(made, cursor);
    return () => {
      leave();
      plot.current = null;
      made.destroy();
    };
  }, [style, timezone, isDark, cursor, marks]);
  React.useEffect(
    () => plot.current?.setSize({ width, height }),
    [width, height]
  );
  React.useEffect(() => {
    const made = plot.current;
    made?.batch(() => {
      made.setData(dataOf(edges, span, width), false);
      made.setScale('x', { min: span.from, max: span.to });
    });
  }, [edges, span, width]);
  return { ref, plot };
}
