import { nullTranslator } from '@jupyterlab/translation';
import { panelOf } from '../../../../testing/usage';
import { usualConfig } from '../../read';
import type {
  DrawnField,
  DrawnFrame,
  DrawStyle,
  FieldConfig
} from '../../types';
import { CursorSync } from '../cursor';
import type { ChartProps } from '../types';

export type Values = ReadonlyArray<number | string | null>;
export const TIMES = [60_000, 120_000, 180_000];
export const SPAN = { from: 60_000, to: 180_000 };

export interface IChange extends Partial<Omit<FieldConfig, 'custom'>> {
  readonly custom?: Partial<DrawStyle>;
}

export function field(
  name: string,
  values: Values,
  change: IChange = {}
): DrawnField {
  const usual = usualConfig('timeseries');
  const config = {
    ...usual,
    ...change,
    custom: { ...usual.custom, ...change.custom }
  };
  const type =
    name === 'Time'
      ? 'time'
      : typeof values[0] === 'string'
        ? 'string'
        : 'number';
  return {
    name,
    type,
    labels: {},
    values,
    config,
    displayName: name,
    color: '#123456'
  };
}

export function frame(...fields: DrawnField[]): DrawnFrame {
  return { refId: 'A', name: '', fields };
}

export const seriesFrame = (
  values: Values,
  change: IChange = {},
  name = 'a',
  times: Values = TIMES
) => frame(field('Time', times), field(name, values, change));

export function propsOf(
  type: string,
  frames: readonly DrawnFrame[],
  options: Record<string, unknown> = {}
): ChartProps {
  return {
    panel: { ...panelOf(), type, title: 'Memory', options },
    frames,
    span: SPAN,
    timezone: 'utc',
    trans: nullTranslator.load(''),
    isDark: false,
    width: 400,
    height: 200,
    onZoom: () => undefined,
    cursor: new CursorSync()
  };
}
