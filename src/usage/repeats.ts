import { ALL, type Scope, type ScopeValue } from './dashboard/read';
import type { Dashboard, Panel, VariableOption } from './dashboard/types';
import type { IVariableState } from './tokens';

const COLUMNS = 24;

/** Copies of one panel or row. */
const MOST = 100;

/** Panels of a dashboard with its copies. */
const MOST_PANELS = 1000;

/** Where ids of copies begin, and how far those of two panels are apart. */
const FIRST = 1e9;
const APART = 500;

/** Id of a copy; the first keeps that of the panel. */
function idOf(id: number, index: number): number {
  return index === 0 ? id : FIRST + id * APART + index;
}

/** Id of the panel that a copy, or a copy of a copy, is of. */
export function originOf(id: number): number {
  return id < FIRST ? id : originOf(Math.floor((id - FIRST) / APART));
}

/** What variables stand for in a panel: a copy has a value of its own. */
export function scopeOf(
  { scoped }: Panel,
  variables: Scope['variables']
): Scope['variables'] {
  if (!scoped) {
    return variables;
  }
  const own = Object.entries(scoped).map(([name, { text, value }]) => {
    const isMulti = variables.get(name)?.isMulti ?? true;
    return [name, { values: [value], text, isMulti, isRaw: false }] as const;
  });
  return new Map<string, ScopeValue>([...variables, ...own]);
}

/** Values for each of which there is a copy; empty where none is known. */
function valuesOf(
  name: string,
  states: readonly IVariableState[]
): readonly VariableOption[] {
  const state = states.find(({ variable }) => variable.name === name);
  if (!state) {
    return [];
  }
  const { chosen, options } = state;
  const isAll = chosen.includes(ALL);
  return options
    .filter(({ value }) => value !== ALL && (isAll || chosen.includes(value)))
    .slice(0, MOST);
}

/** A panel once for each value: beside each other in as many lines as it takes, or below each other. */
function copiesOf(
  panel: Panel,
  values: readonly VariableOption[]
): readonly Panel[] {
  const { repeat, gridPos } = panel;
  if (!repeat || values.length === 0) {
    return [panel];
  }
  const across =
    repeat.direction === 'v' ? 1 : Math.min(values.length, repeat.maxPerRow);
  const w = repeat.direction === 'v' ? gridPos.w : Math.floor(COLUMNS / across);
  return values.map((option, index) => ({
    ...panel,
    id: idOf(panel.id, index),
    gridPos: {
      ...gridPos,
      x: repeat.direction === 'v' ? gridPos.x : (index % across) * w,
      y: gridPos.y + Math.floor(index / across) * gridPos.h,
      w
    },
    scoped: { ...panel.scoped, [repeat.variable]: option }
  }));
}

/** Panels of one section, each as often as it is repeated; what stands below copies moves down. */
function repeatedIn(
  panels: readonly Panel[],
  states: readonly IVariableState[]
): Panel[] {
  const moves: Array<{ readonly below: number; readonly by: number }> = [];
  const copied = panels.map(panel => {
    const copies = copiesOf(
      panel,
      panel.repeat ? valuesOf(panel.repeat.variable, states) : []
    );
    const { y, h } = panel.gridPos;
    const last = copies[copies.length - 1].gridPos.y;
    if (last > y) {
      moves.push({ below: y + h, by: last - y });
    }
    return { copies, y };
  });
  return copied.flatMap(({ copies, y }) => {
    const by = moves
      .filter(({ below }) => y >= below)
      .reduce((sum, move) => sum + move.by, 0);
    return by === 0
      ? copies
      : copies.map(panel => ({
          ...panel,
          gridPos: { ...panel.gridPos, y: panel.gridPos.y + by }
        }));
  });
}

/** A row with its panels, once for each value. */
function repeatedRow(
  row: Panel,
  inside: readonly Panel[],
  states: readonly IVariableState[]
): Panel[] {
  const name = row.repeat?.variable ?? '';
  const values = row.repeat ? valuesOf(name, states) : [];
  if (values.length === 0) {
    return [row, ...repeatedIn(inside, states)];
  }
  return values.flatMap((option, index) => {
    const copy = (panel: Panel) => ({
      ...panel,
      id: idOf(panel.id, index),
      scoped: { ...panel.scoped, [name]: option }
    });
    const head = copy(row);
    const own = inside.map(panel => ({ ...copy(panel), rowId: head.id }));
    return [head, ...repeatedIn(own, states)];
  });
}

/**
 * A dashboard with a copy of each repeated panel and row for each value that is chosen of its variable.
 *
 * The first copy keeps the id of the panel, and others have the same ids each time. Of a variable without values the
 * panel is there once. Panels that are not repeated are the same objects.
 */
export function repeated(
  dashboard: Dashboard,
  states: readonly IVariableState[]
): Dashboard {
  const { panels } = dashboard;
  if (!panels.some(({ repeat }) => repeat)) {
    return dashboard;
  }
  const inside = (rowId: number | null) =>
    panels.filter(panel => panel.type !== 'row' && panel.rowId === rowId);
  const found = [
    ...repeatedIn(inside(null), states),
    ...panels
      .filter(({ type }) => type === 'row')
      .flatMap(row => repeatedRow(row, inside(row.id), states))
  ];
  return { ...dashboard, panels: found.slice(0, MOST_PANELS) };
}
