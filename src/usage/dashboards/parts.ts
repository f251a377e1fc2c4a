import { RECORD } from '../recordQueries';

/** JSON of a dashboard or a part of it, in Grafana's model. */
export type Json = Record<string, unknown>;

export const DATASOURCE = { type: RECORD, uid: 'recorder' };

/** The source that the dashboard's usual one is. */
export const PROMETHEUS = { type: 'prometheus', uid: '' };

export interface IPlace {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A query of the record; letters follow the order of the targets. */
export function ask(metric: string, more: Json = {}): Json {
  return { metric, datasource: DATASOURCE, ...more };
}

/** A query in PromQL. */
export function expression(expr: string, legendFormat = ''): Json {
  return { expr, legendFormat, datasource: PROMETHEUS };
}

function lettered(targets: readonly Json[]): Json[] {
  return targets.map((target, index) => ({
    refId: String.fromCharCode(65 + index),
    ...target
  }));
}

export interface IPanelParts {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly at: IPlace;
  readonly datasource?: Json;
  readonly targets: readonly Json[];
  readonly unit?: string;
  readonly defaults?: Json;
  readonly custom?: Json;
  readonly options?: Json;
  readonly overrides?: readonly Json[];
  readonly more?: Json;
}

/** A panel that asks the record. */
export function panel(parts: IPanelParts): Json {
  const { id, type, title, description, at, targets, options } = parts;
  return {
    id,
    type,
    title,
    description: description ?? '',
    gridPos: at,
    datasource: parts.datasource ?? DATASOURCE,
    targets: lettered(targets),
    options: options ?? {},
    fieldConfig: {
      defaults: {
        unit: parts.unit,
        color: { mode: 'palette-classic' },
        ...parts.defaults,
        custom: parts.custom ?? {}
      },
      overrides: parts.overrides ?? []
    },
    ...parts.more
  };
}

const LEGEND = {
  legend: { displayMode: 'list', placement: 'bottom', calcs: [] },
  tooltip: { mode: 'multi', sort: 'desc' }
};

/** Lines over time, stacked where they are parts of a whole. */
export function lines(
  parts: Omit<IPanelParts, 'type'> & { readonly isStacked?: boolean }
): Json {
  const { isStacked, custom, options, ...rest } = parts;
  return panel({
    ...rest,
    type: 'timeseries',
    options: { ...LEGEND, ...options },
    custom: {
      drawStyle: 'line',
      lineWidth: 1,
      fillOpacity: isStacked ? 25 : 8,
      showPoints: 'never',
      stacking: { mode: isStacked ? 'normal' : 'none', group: 'A' },
      ...custom
    }
  });
}

/** One large number with its course behind it. */
export function figure(parts: Omit<IPanelParts, 'type'>): Json {
  return panel({
    ...parts,
    type: 'stat',
    options: {
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      graphMode: 'area',
      colorMode: 'value',
      textMode: 'value',
      showLimit: true,
      ...parts.options
    }
  });
}

/** A line, dashed and without colour below it, that the others should stay below. */
export function asLimit(name: string): Json {
  const set = (id: string, value: unknown) => ({ id, value });
  return {
    matcher: { id: 'byName', options: name },
    properties: [
      set('color', { mode: 'fixed', fixedColor: 'red' }),
      set('custom.fillOpacity', 0),
      set('custom.lineStyle', { fill: 'dash', dash: [8, 6] }),
      set('custom.stacking', { mode: 'none', group: 'limit' })
    ]
  };
}

/** Colours by the share of the limit. */
export const BY_SHARE = {
  color: { mode: 'thresholds' },
  min: 0,
  thresholds: {
    mode: 'percentage',
    steps: [
      { value: null, color: 'text' },
      { value: 80, color: 'orange' },
      { value: 95, color: 'red' }
    ]
  }
};

/** The last value of these queries is the field's greatest. */
export function limitedBy(...refIds: readonly string[]): Json {
  return {
    transformations: refIds.map(refId => ({
      id: 'configFromData',
      options: { configRefId: refId, mappings: [{ handlerKey: 'max' }] }
    }))
  };
}
