import { usualConfig } from '../usage/dashboard/read';
import type { Dashboard, Panel, Target } from '../usage/dashboard/types';

/** A query of the built-in record. */
export function targetOf(change: Partial<Target> = {}): Target {
  return {
    refId: 'A',
    datasource: { type: 'pangeo-record', uid: 'recorder' },
    isHidden: false,
    expr: '',
    legendFormat: '',
    format: 'time_series',
    isInstant: false,
    isRange: true,
    interval: '',
    raw: { metric: 'memory' },
    ...change
  };
}

export function panelOf(change: Partial<Panel> = {}): Panel {
  return {
    id: 1,
    type: 'timeseries',
    title: 'Memory',
    description: '',
    gridPos: { x: 0, y: 0, w: 12, h: 8 },
    datasource: null,
    targets: [targetOf()],
    fieldConfig: { defaults: usualConfig('timeseries'), overrides: [] },
    options: {},
    transformations: [],
    maxDataPoints: null,
    interval: '',
    timeFrom: '',
    timeShift: '',
    links: [],
    repeat: null,
    isCollapsed: false,
    rowId: null,
    lacks: [],
    ...change
  };
}

export function dashboardOf(panels: readonly Panel[]): Dashboard {
  return {
    uid: 'test',
    title: 'Test',
    description: '',
    tags: [],
    schemaVersion: 39,
    time: { from: 'now-1h', to: 'now' },
    refresh: '',
    timezone: 'browser',
    hasSharedCrosshair: true,
    variables: [],
    panels,
    annotations: [],
    links: [],
    problems: []
  };
}
