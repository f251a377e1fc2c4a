import type { TranslationBundle } from '@jupyterlab/translation';
import type * as React from 'react';
import type uPlot from 'uplot';
import type { DrawnField, DrawnFrame, Panel, TimeSpan } from '../types';
import type { CursorSync } from './cursor';

/** What is drawn over series that is none of them. */
export interface ChartMarks {
  /** Draws the marks of a panel on its plot. */
  plugin(chart: () => ChartProps): uPlot.Plugin;
  /** What the card at a point says of marks that are near, or null. */
  card(chart: MarkedChart, time: number): JSX.Element | null;
}

/** A chart whose plot has marks. */
export interface MarkedChart extends ChartProps {
  readonly plot: React.RefObject<uPlot>;
}

/** What a chart of any type is given. */
export interface ChartProps {
  readonly panel: Panel;
  readonly frames: readonly DrawnFrame[];
  readonly span: TimeSpan;
  readonly timezone: string;
  readonly trans: TranslationBundle;
  readonly isDark: boolean;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** A span was drawn over, or twice as much asked for by a double click. */
  onZoom(span: TimeSpan): void;
  readonly cursor: CursorSync;
  readonly marks?: ChartMarks | null;
  /** Why there are no data, where that is known. */
  readonly reason?: string;
  /** Draws text of a panel of type `text`; it must sanitise what it is given. Without it the text is shown as it was written. */
  readonly renderText?: (
    source: string,
    mode: 'markdown' | 'html'
  ) => JSX.Element;
}

/** A field of numbers with the times of its frame. */
export interface Series {
  readonly field: DrawnField;
  /** Milliseconds since the epoch, ascending. */
  readonly times: readonly number[];
  readonly values: ReadonlyArray<number | null>;
}
