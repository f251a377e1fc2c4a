import * as React from 'react';
import { downsample } from '../calc';
import type { DrawnField, DrawnFrame } from '../types';
import { seriesOf } from './series';

const [WIDTH, HEIGHT] = [200, 60];

/** Pieces of an area without its gaps, as corners of polygons; empty where nothing can be drawn. */
export function areasOf(
  times: readonly number[],
  values: ReadonlyArray<number | null>,
  [least, most]: readonly [number | null, number | null]
): string[] {
  const thin = downsample(times, values, WIDTH);
  const known = thin.values.filter(value => value !== null);
  const low = least ?? Math.min(0, ...known);
  const high = most ?? Math.max(...known);
  const from = times[0];
  const length = times[times.length - 1] - from;
  if (known.length < 2 || length <= 0) {
    return [];
  }
  const pieces: string[][] = [[]];
  thin.values.forEach((value, index) => {
    if (value === null) {
      pieces.push([]);
      return;
    }
    const x = ((thin.times[index] - from) / length) * WIDTH;
    const y = HEIGHT - ((value - low) / (high - low || 1)) * HEIGHT * 0.9;
    pieces[pieces.length - 1].push(`${x.toFixed(1)},${y.toFixed(1)}`);
  });
  return pieces
    .filter(piece => piece.length > 1)
    .map(piece => {
      const start = piece[0].split(',')[0];
      const end = piece[piece.length - 1].split(',')[0];
      return [`${start},${HEIGHT}`, ...piece, `${end},${HEIGHT}`].join(' ');
    });
}

interface ISparklineProps {
  readonly field: DrawnField;
  readonly frames: readonly DrawnFrame[];
  readonly color: string;
}

/** The course of a series as an area without axes. */
export function Sparkline(props: ISparklineProps): JSX.Element | null {
  const { field, frames, color } = props;
  const areas = React.useMemo(() => {
    const found = seriesOf(frames).find(one => one.field === field);
    const { min, max } = field.config;
    return found ? areasOf(found.times, found.values, [min, max]) : [];
  }, [field, frames]);
  return areas.length === 0 ? null : (
    <svg
      className="jp-UsageFigures-course"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      style={{ fill: color }}
    >
      {areas.map((points, index) => (
        <polygon key={index} points={points} />
      ))}
    </svg>
  );
}
