import type { TranslationBundle } from '@jupyterlab/translation';
import {
  type GridPos,
  type Panel,
  type Transform,
  type Transformation
} from '../types';
import { readFieldConfig, readLinks } from './fieldConfig';
import { between, type Json, number, record, records, text } from './json';
import { type Inputs, readDatasource, readTargets } from './targets';

const COLUMNS = 24;
const MOST_TRANSFORMATIONS = 100;

/** What readers of panels share. */
export interface PanelContext {
  readonly inputs: Inputs;
  readonly trans: TranslationBundle;
  readonly foreign: Foreign;
}

/** What reading others' dashboards takes, and the suite's own do without. */
export interface Foreign {
  /** Makes of a panel of any schema one of today's. */
  readonly migrate: (panel: Json) => Json;
  readonly transforms: ReadonlyMap<string, Transform>;
  /** What a panel uses that is not drawn here, in words. */
  readonly lacksOf: (panel: Panel, trans: TranslationBundle) => string[];
}

export function readGridPos(value: unknown): GridPos {
  const from = record(value);
  const w = between(from.w, [1, COLUMNS], 12);
  return {
    x: between(from.x, [0, COLUMNS - w], 0),
    y: between(from.y, [0, 100_000], 0),
    w,
    h: between(from.h, [1, 1000], 8)
  };
}

function readTransformations(
  value: unknown,
  { transforms }: Foreign
): Transformation[] {
  return records(value)
    .slice(0, MOST_TRANSFORMATIONS)
    .map(from => ({
      id: text(from.id),
      options: record(from.options),
      isDisabled: from.disabled === true,
      apply: transforms.get(text(from.id))
    }));
}

function readRepeat(from: Json): Panel['repeat'] {
  const variable = text(from.repeat);
  if (variable === '') {
    return null;
  }
  const least = number(from.minSpan);
  const usual = least && least > 0 ? Math.floor(COLUMNS / least) : 4;
  return {
    variable,
    direction: from.repeatDirection === 'v' ? 'v' : 'h',
    maxPerRow: Math.round(between(from.maxPerRow, [1, COLUMNS], usual))
  };
}

/** Before schema 37 *hidden* was a way to show a legend. */
function legend(options: Json): Json {
  const from = record(options.legend);
  return from.displayMode === 'hidden'
    ? {
        ...options,
        legend: { ...from, displayMode: 'list', showLegend: false }
      }
    : options;
}

/** Options of today's names; text panels had their content beside them. */
function optionsOf(from: Json): Json {
  const options = legend(record(from.options));
  const isBeside = from.type === 'text' && typeof options.content !== 'string';
  return isBeside
    ? {
        ...options,
        content: text(from.content),
        mode: text(from.mode, 'markdown')
      }
    : options;
}

/** A panel of any schema as it is drawn here. */
export function readPanel(
  raw: Json,
  id: number,
  rowId: number | null,
  { inputs, trans, foreign }: PanelContext
): Panel {
  const from = foreign.migrate(raw);
  const type = text(from.type);
  const panel = {
    id,
    type,
    title: text(from.title),
    description: text(from.description),
    gridPos: readGridPos(from.gridPos),
    datasource: readDatasource(from.datasource, inputs),
    targets: readTargets(from.targets, inputs),
    fieldConfig: readFieldConfig(from.fieldConfig, type),
    options: optionsOf(from),
    transformations: readTransformations(from.transformations, foreign),
    maxDataPoints: number(from.maxDataPoints),
    interval: text(from.interval),
    timeFrom: text(from.timeFrom),
    timeShift: text(from.timeShift),
    links: readLinks(from.links),
    repeat: readRepeat(from),
    isCollapsed: type === 'row' && from.collapsed === true,
    rowId,
    lacks: []
  };
  return { ...panel, lacks: foreign.lacksOf(panel, trans) };
}
