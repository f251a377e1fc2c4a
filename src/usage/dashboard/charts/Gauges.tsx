import * as React from 'react';
import { choice, type Figure, figuresOf, shareOf } from './figures';
import { limitsOf } from './limits';
import type { ChartProps } from './types';

/** Arcs of three quarters of a circle: radius, and length of its path. */
const RADIUS = 40;
const ARC = 1.5 * Math.PI * RADIUS;

/** The path of an arc, from its left foot over the top to its right one. */
function arc(radius: number): string {
  const off = radius * Math.SQRT1_2;
  return `M${50 - off} ${50 + off}A${radius} ${radius} 0 1 1 ${50 + off} ${50 + off}`;
}

/** Values as arcs between their ends, with the thresholds outside. */
export function Gauge(props: ChartProps): JSX.Element {
  const { panel, frames, isDark } = props;
  const figures = React.useMemo(
    () => figuresOf(panel, frames, isDark),
    [panel, frames, isDark]
  );
  return (
    <figure className="jp-UsageFigures" aria-label={panel.title}>
      {figures.map((figure, index) => (
        <Arc key={index} figure={figure} isDark={isDark} />
      ))}
    </figure>
  );
}

interface IArcProps {
  readonly figure: Figure;
  readonly isDark: boolean;
}

function Arc({ figure, isDark }: IArcProps): JSX.Element {
  const { display, field, min, max } = figure;
  const limits = limitsOf(field.config, { min, max }, isDark);
  const outer = 1.5 * Math.PI * 47;
  return (
    <div className="jp-UsageFigures-one">
      <svg
        className="jp-UsageFigures-gauge"
        viewBox="0 0 100 92"
        aria-hidden="true"
      >
        <path
          className="jp-UsageFigures-track"
          d={arc(RADIUS)}
          strokeWidth={10}
        />
        <path
          d={arc(RADIUS)}
          fill="none"
          stroke={display.color}
          strokeWidth={10}
          strokeDasharray={`${shareOf(figure) * ARC} 1000`}
        />
        {limits.map(({ value, color }, index) => {
          const start = Math.min(1, Math.max(0, (value - min) / (max - min)));
          return (
            <path
              key={index}
              d={arc(47)}
              fill="none"
              stroke={color}
              strokeWidth={2}
              strokeDasharray={`0 ${start * outer} ${(1 - start) * outer} 1000`}
            />
          );
        })}
      </svg>
      <span className="jp-UsageStat-value">
        {`${display.prefix}${display.text || '–'}`}
        <span className="jp-UsageStat-unit">{display.suffix}</span>
      </span>
      <span className="jp-UsageStat-name">{field.displayName}</span>
    </div>
  );
}

/** Values as bars between their ends, each with its name. */
export function BarGauge(props: ChartProps): JSX.Element {
  const { panel, frames, isDark } = props;
  const figures = React.useMemo(
    () => figuresOf(panel, frames, isDark),
    [panel, frames, isDark]
  );
  const mode = choice(panel, 'displayMode', ['gradient', 'basic', 'lcd']);
  const direction = panel.options.orientation === 'vertical' ? 'up' : 'across';
  return (
    <figure
      className="jp-UsageBars"
      data-direction={direction}
      data-mode={mode}
      aria-label={panel.title}
    >
      {figures.map((figure, index) => (
        <Bar key={index} figure={figure} direction={direction} />
      ))}
    </figure>
  );
}

interface IBarProps {
  readonly figure: Figure;
  readonly direction: 'up' | 'across';
}

function Bar({ figure, direction }: IBarProps): JSX.Element {
  const { display, field } = figure;
  const size = `${shareOf(figure) * 100}%`;
  const style = direction === 'up' ? { height: size } : { width: size };
  return (
    <div className="jp-UsageBars-one">
      <span className="jp-UsageBars-name" title={field.displayName}>
        {field.displayName}
      </span>
      <span className="jp-UsageBars-track">
        <span
          className="jp-UsageBars-bar"
          style={{ ...style, color: display.color }}
        />
      </span>
      <span className="jp-UsageBars-value">
        {`${display.prefix}${display.text || '–'}${display.suffix}`}
      </span>
    </div>
  );
}
