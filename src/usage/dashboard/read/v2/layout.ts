import {
  between,
  isRecord,
  type Json,
  own,
  record,
  records,
  text
} from '../json';
import { placed } from './autoGrid';
import type { Notes } from './notes';
import { panelOf } from './panel';

/** Of layouts in layouts: what is nested deeper is cut off when it is copied. */
const MOST_DEPTH = 6;
const MOST_TITLE = 200;

/** One more than are read, so that the reader says that there were more. */
const MOST = 501;

/** A row's head: a tab, a row, or rows inside of one another with their titles in one. */
interface Head {
  readonly title: string;
  readonly isCollapsed: boolean;
  /** Name of a variable, or empty. */
  readonly repeat: string;
}

/** Panels with places of their own, below a head or at the top of the dashboard. */
export interface Block {
  readonly head: Head | null;
  readonly panels: readonly Json[];
  readonly height: number;
}

function repeatOf(from: Json): string {
  return text(record(from.repeat).value);
}

/** What cannot be opened, as its head is hidden, is open. */
function headOf(from: Json, outer: Head | null): Head {
  const isHidden = from.hideHeader === true;
  const ownTitle = outer && isHidden ? '' : text(from.title);
  const titles = [outer?.title, ownTitle].filter(Boolean);
  return {
    title: titles.join(' – ').slice(0, MOST_TITLE),
    isCollapsed:
      outer?.isCollapsed === true || (!isHidden && from.collapse === true),
    repeat: repeatOf(from) || (outer?.repeat ?? '')
  };
}

function line(from: Json): number {
  return between(from.y, [0, 10_000], 0);
}

/** Nested layouts in a row, as the classic schema has them. */
export class Blocks {
  readonly found: Block[] = [];

  constructor(elements: Json, notes: Notes) {
    this._elements = elements;
    this._notes = notes;
  }

  add(layout: Json, head: Head | null = null, depth = 0): void {
    const spec = record(layout.spec);
    if (depth > MOST_DEPTH) {
      this._notes.add('deep', head?.title ?? '');
      return;
    }
    switch (layout.kind) {
      case 'GridLayout':
        this._grid(records(spec.items), head, depth);
        break;
      case 'AutoGridLayout':
        this._block(placed(spec), head);
        break;
      case 'RowsLayout':
        records(spec.rows).forEach(row =>
          this._section(record(row.spec), head, depth)
        );
        break;
      case 'TabsLayout':
        records(spec.tabs).forEach(tab => {
          this._notes.add('tabs', text(record(tab.spec).title));
          this._section(record(tab.spec), head, depth);
        });
        break;
      default:
        this._notes.add('layouts', text(layout.kind));
    }
  }

  /** A grid; in v2alpha1 also with rows inside, whose panels are placed from their row on. */
  private _grid(
    items: readonly Json[],
    head: Head | null,
    depth: number
  ): void {
    const rows = items.filter(({ kind }) => kind === 'GridLayoutRow');
    const loose = items.filter(({ kind }) => kind !== 'GridLayoutRow');
    if (loose.length > 0 || rows.length === 0) {
      this._block(
        loose.map(({ spec }) => record(spec)),
        head
      );
    }
    rows
      .map(({ spec }) => record(spec))
      .sort((a, b) => line(a) - line(b))
      .forEach(({ title, collapsed, repeat, elements }) => {
        const layout = { kind: 'GridLayout', spec: { items: elements } };
        const row = { title, collapse: collapsed, repeat, layout };
        this._section(row, head, depth);
      });
  }

  /** A row or a tab. */
  private _section(from: Json, outer: Head | null, depth: number): void {
    const head = headOf(from, outer);
    this._note(from, outer, head.title);
    // Panels without a row belong to the top of the page: further down also a hidden head is needed.
    const isTop = !outer && this.found.every(block => !block.head);
    const needsNone = isTop && from.hideHeader === true && head.repeat === '';
    this.add(record(from.layout), needsNone ? null : head, depth + 1);
  }

  private _note(from: Json, outer: Head | null, title: string): void {
    if (isRecord(from.conditionalRendering)) {
      this._notes.add('conditions', title);
    }
    if (repeatOf(from) !== '' && outer && outer.repeat !== '') {
      this._notes.add('repeats', title);
    }
    for (const { spec } of records(from.variables)) {
      this._notes.add('variables', text(record(spec).name));
    }
  }

  private _block(items: readonly Json[], head: Head | null): void {
    const left = MOST - this._count;
    if (left <= 0) {
      return;
    }
    const panels = items
      .slice(0, MOST)
      .map(item => this._panel(item))
      .filter(panel => panel !== null)
      .slice(0, left);
    const ends = panels.map(({ gridPos }) => gridPos.y + gridPos.h);
    this._count += panels.length + (head ? 1 : 0);
    this.found.push({ head, panels, height: Math.max(0, ...ends) });
  }

  private _panel(item: Json) {
    const name = text(record(item.element).name);
    const element = own(this._elements, name);
    if (!isRecord(element)) {
      this._notes.add('missing', name);
      return null;
    }
    if (this._shown.has(name)) {
      this._notes.add('twice', text(record(element.spec).title) || name);
      return null;
    }
    this._shown.add(name);
    const panel = panelOf(element);
    if (isRecord(item.conditionalRendering)) {
      this._notes.add('conditions', text(panel.title) || name);
    }
    const repeat = record(item.repeat);
    return {
      ...panel,
      repeat: repeat.value,
      repeatDirection: repeat.direction,
      maxPerRow: repeat.maxPerRow,
      gridPos: {
        x: item.x,
        y: line(item),
        w: item.width,
        h: between(item.height, [1, 1000], 8)
      }
    };
  }

  private _count = 0;
  private readonly _elements: Json;
  private readonly _notes: Notes;
  private readonly _shown = new Set<string>();
}
