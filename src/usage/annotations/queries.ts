import { usualConfig } from '../dashboard/read';
import { intervalOf, parseDuration } from '../dashboard/time';
import type { Annotation, Panel, TimeSpan } from '../dashboard/types';

/** About how many samples of a series are asked for at most. */
const POINTS = 600;

/** Step where an annotation says none. */
const STEP = '60s';
const STEP_MS = 60_000;

/** Id of the panel that asks for an annotation; no panel of a dashboard has one below zero. */
export function idOf(place: number): number {
  return -1 - place;
}

/** The panel that asks for an annotation in its dashboard's round, with its variables; it stands nowhere. */
export function queryOf(annotation: Annotation, place: number): Panel {
  const { name: title, datasource, expr, step } = annotation;
  const target = {
    ...{ refId: 'A', datasource, expr, interval: step || STEP },
    ...{ isHidden: false, isInstant: false, isRange: true },
    ...{ legendFormat: '', format: 'time_series' as const, raw: {} }
  };
  return {
    ...{ id: idOf(place), type: 'annotation', title, description: '' },
    ...{ datasource, targets: [target], interval: STEP },
    ...{ options: {}, transformations: [], links: [], lacks: [] },
    ...{ timeFrom: '', timeShift: '', maxDataPoints: POINTS },
    ...{ repeat: null, isCollapsed: false, rowId: null },
    gridPos: { x: 0, y: 0, w: 0, h: 0 },
    fieldConfig: { defaults: usualConfig('timeseries'), overrides: [] }
  };
}

/** Milliseconds between the samples that are asked for. */
export function stepOf({ step }: Annotation, span: TimeSpan): number {
  return intervalOf(span, POINTS, parseDuration(step) ?? STEP_MS);
}
