import * as React from 'react';
import { formatText } from '../format';
import { choice, type Figure, figuresOf } from './figures';
import { Sparkline } from './Sparkline';
import type { ChartProps } from './types';

/** Large numbers, one for each series or value, with their course behind them. */
export function Stat(props: ChartProps): JSX.Element {
  const { panel, frames, isDark, width, height } = props;
  const figures = React.useMemo(
    () => figuresOf(panel, frames, isDark),
    [panel, frames, isDark]
  );
  const isDown =
    choice(panel, 'orientation', ['auto', 'horizontal', 'vertical']) === 'auto'
      ? height > width
      : panel.options.orientation === 'horizontal';
  return (
    <figure
      className="jp-UsageFigures"
      aria-label={panel.title}
      data-direction={isDown ? 'down' : 'across'}
    >
      {figures.map((figure, index) => (
        <Value
          key={index}
          {...props}
          figure={figure}
          isNamed={figures.length > 1}
        />
      ))}
    </figure>
  );
}

interface IValueProps extends ChartProps {
  readonly figure: Figure;
  readonly isNamed: boolean;
}

function Value(props: IValueProps): JSX.Element {
  const { panel, frames, figure, isNamed } = props;
  const mode = choice(panel, 'colorMode', ['value', 'background', 'none']);
  const text = choice(panel, 'textMode', [
    'auto',
    'value',
    'value_and_name',
    'name',
    'none'
  ]);
  const { display, field } = figure;
  const hasName = text === 'auto' ? isNamed : text.endsWith('name');
  const hasValue = text !== 'name' && text !== 'none';
  const style =
    mode === 'background'
      ? {
          backgroundColor: `color-mix(in srgb, ${display.color} 25%, transparent)`
        }
      : undefined;
  return (
    <div className="jp-UsageFigures-one" data-color={mode} style={style}>
      {panel.options.graphMode !== 'none' && (
        <Sparkline field={field} frames={frames} color={display.color} />
      )}
      {hasName && (
        <span className="jp-UsageStat-name">{field.displayName}</span>
      )}
      {hasValue && (
        <span
          className="jp-UsageStat-value"
          style={mode === 'value' ? { color: display.color } : undefined}
        >
          {display.prefix}
          {display.text || '–'}
          <span className="jp-UsageStat-unit">{display.suffix}</span>
        </span>
      )}
      {panel.options.showLimit === true && <Limit {...props} />}
    </div>
  );
}

/** The greatest that a value may become, in the words of its field. */
function Limit({ figure, trans }: IValueProps): JSX.Element | null {
  const { max, unit, decimals } = figure.field.config;
  return max === null ? null : (
    <span className="jp-UsageStat-limit">
      {trans.__('of %1', formatText(max, unit, decimals))}
    </span>
  );
}
