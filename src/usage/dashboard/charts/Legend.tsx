import * as React from 'react';
import { calcTitle } from '../calc';
import type { DrawnField, Panel } from '../types';
import { calculated } from './figures';
import { keyOf } from './series';
import type { ChartProps, Series } from './types';

/** How a legend lies, and the pixels that it takes. */
export interface LegendLayout {
  readonly mode: 'list' | 'table' | 'hidden';
  readonly placement: 'bottom' | 'right';
  readonly calcs: readonly string[];
  readonly width: number;
  readonly height: number;
}

const ROW = 24;

/** Reads `options.legend`; at most a third of the panel is the legend's, what does not fit is scrolled. */
export function legendOf(
  { options }: Panel,
  series: readonly Series[],
  width: number,
  height: number
): LegendLayout {
  const from = (options.legend ?? {}) as Readonly<Record<string, unknown>>;
  const calcs = Array.isArray(from.calcs)
    ? from.calcs.filter(calc => typeof calc === 'string')
    : [];
  const isRight = from.placement === 'right';
  const layout = {
    mode: modeOf(from, series),
    placement: isRight ? 'right' : 'bottom',
    calcs
  } as const;
  if (layout.mode === 'hidden') {
    return { ...layout, width: 0, height: 0 };
  }
  const rows = layout.mode === 'table' ? (series.length + 1) * ROW : ROW;
  return isRight
    ? { ...layout, width: Math.min(240, width / 3), height: 0 }
    : {
        ...layout,
        width: 0,
        height: Math.min(rows, Math.max(ROW, height / 3))
      };
}

function modeOf(
  { showLegend, displayMode }: Readonly<Record<string, unknown>>,
  series: readonly Series[]
): LegendLayout['mode'] {
  const isHidden = showLegend === false || displayMode === 'hidden';
  if (isHidden || series.length === 0) {
    return 'hidden';
  }
  return displayMode === 'table' ? 'table' : 'list';
}

/** The colour of a series with the style of its line, so that colour is never all that tells. */
export function SeriesMark({
  field
}: {
  readonly field: DrawnField;
}): JSX.Element {
  const { drawStyle, lineDash } = field.config.custom;
  const style = lineDash.length > 0 ? 'dash' : drawStyle;
  return (
    <span
      className="jp-UsageChart-mark"
      data-style={style}
      style={{ borderColor: field.color }}
    />
  );
}

/** Which series are hidden after a click: all but one, or one more or less with the control key. */
export function toggled(
  all: readonly string[],
  hidden: ReadonlySet<string>,
  key: string,
  isOne: boolean
): ReadonlySet<string> {
  if (isOne) {
    const next = new Set(hidden);
    if (!next.delete(key)) {
      next.add(key);
    }
    return next.size === all.length ? new Set() : next;
  }
  const isAlone = all.every(one => hidden.has(one) === (one !== key));
  return new Set(isAlone ? [] : all.filter(one => one !== key));
}

interface ILegendProps extends ChartProps {
  readonly legend: LegendLayout;
  readonly series: readonly Series[];
  readonly hidden: ReadonlySet<string>;
  readonly onHide: (hidden: ReadonlySet<string>) => void;
}

/** Names of series and their calculations; buttons that show one alone or hide one. */
export function Legend(props: ILegendProps): JSX.Element {
  const { legend, trans, series } = props;
  const seen = series.filter(
    ({ field }) => !field.config.custom.hideFrom.legend
  );
  const style =
    legend.placement === 'right'
      ? { width: legend.width }
      : { height: legend.height };
  return (
    <div
      className="jp-UsageFigure-legend"
      data-mode={legend.mode}
      style={style}
    >
      <table className="jp-UsageFigure-names">
        {legend.mode === 'table' && legend.calcs.length > 0 && (
          <thead>
            <tr>
              <th scope="col" className="jp-UsageFigure-head">
                {trans.__('Name')}
              </th>
              {legend.calcs.map(calc => (
                <th key={calc} scope="col" className="jp-UsageFigure-head">
                  {calcTitle(calc, trans)}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody className="jp-UsageFigure-rows">
          {seen.map((one, index) => (
            <Row key={index} {...props} one={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row(props: ILegendProps & { readonly one: Series }): JSX.Element {
  const { one, series, hidden, onHide, legend, trans, isDark } = props;
  const key = keyOf(one.field);
  const keys = series.map(({ field }) => keyOf(field));
  return (
    <tr>
      <th scope="row" className="jp-UsageFigure-head">
        <button
          type="button"
          className="jp-UsageChart-name"
          aria-pressed={!hidden.has(key)}
          title={one.field.displayName}
          onClick={({ ctrlKey, metaKey }) =>
            onHide(toggled(keys, hidden, key, ctrlKey || metaKey))
          }
        >
          <SeriesMark field={one.field} />
          {one.field.displayName}
        </button>
      </th>
      {legend.calcs.map(calc => {
        const { prefix, text, suffix } = calculated(one.field, calc, isDark);
        return (
          <td
            key={calc}
            className="jp-UsageFigure-calc"
            title={calcTitle(calc, trans)}
          >
            {`${prefix}${text}${suffix}`}
          </td>
        );
      })}
    </tr>
  );
}
