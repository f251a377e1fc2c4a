import { type Step } from './program';

/** Where a match and its groups begin and end: pairs, -1 where a group took no part. */
export type Slots = readonly number[];

/** Bits of the table of places that were tried: steps times characters. */
const MOST_PLACES = 8_000_000;

function isWord(unit: number): boolean {
  return (
    (unit >= 48 && unit <= 57) ||
    (unit >= 65 && unit <= 90) ||
    unit === 95 ||
    (unit >= 97 && unit <= 122)
  );
}

function isBreak(unit: number): boolean {
  return unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029;
}

/** What is left of the work that one match may cost, counted over its lookaheads too. */
export interface Budget {
  steps: number;
}

/**
 * Runs a program over a text. Each pair of a step and a place is tried once at most: a pair that failed fails again, whatever led to it,
 * as there are no back references. So the time is bounded by their product, and by the budget.
 */
export class Run {
  constructor(
    private readonly _program: readonly Step[],
    private readonly _text: string,
    private readonly _isMultiline: boolean,
    private readonly _budget: Budget
  ) {
    const places = _program.length * (_text.length + 1);
    if (places > MOST_PLACES) {
      _budget.steps = 0;
    }
    this._tried = new Uint32Array(
      places > MOST_PLACES ? 0 : (places >>> 5) + 1
    );
  }

  /** The first match that begins at the place given, or null. */
  from(start: number, slotCount: number): Slots | null {
    const stack: Array<readonly [number, number, number[]]> = [
      [0, start, new Array<number>(slotCount).fill(-1)]
    ];
    for (let job = stack.pop(); job; job = stack.pop()) {
      let [pc, at, slots] = job;
      while (this._isNew(pc, at)) {
        const step: Step = this._program[pc];
        if (step.op === 'done') {
          return [start, at, ...slots.slice(2)];
        }
        if (step.op === 'fork') {
          stack.push([step.other, at, slots]);
          pc = step.next;
        } else if (step.op === 'jump') {
          pc = step.next;
        } else if (step.op === 'save') {
          slots = slots.slice();
          slots[step.slot] = at;
          pc += 1;
        } else if (this._passes(step, at)) {
          at += step.op === 'char' ? 1 : 0;
          pc += 1;
        } else {
          break;
        }
      }
    }
    return null;
  }

  private _isNew(pc: number, at: number): boolean {
    if (this._budget.steps <= 0) {
      return false;
    }
    this._budget.steps -= 1;
    const place = pc * (this._text.length + 1) + at;
    const bit = 1 << (place & 31);
    const isNew = (this._tried[place >>> 5] & bit) === 0;
    this._tried[place >>> 5] |= bit;
    return isNew;
  }

  private _passes(
    step: Step & { op: 'char' | 'edge' | 'look' },
    at: number
  ): boolean {
    switch (step.op) {
      case 'char':
        return at < this._text.length && step.test(this._text.charCodeAt(at));
      case 'edge':
        return this._isEdge(step.edge, at);
      case 'look': {
        const run = new Run(
          step.program,
          this._text,
          this._isMultiline,
          this._budget
        );
        return (run.from(at, 2) === null) === step.isNegative;
      }
    }
  }

  private _isEdge(
    edge: 'start' | 'end' | 'word' | 'notWord',
    at: number
  ): boolean {
    const before = this._text.charCodeAt(at - 1);
    const after = this._text.charCodeAt(at);
    switch (edge) {
      case 'start':
        return at === 0 || (this._isMultiline && isBreak(before));
      case 'end':
        return (
          at === this._text.length || (this._isMultiline && isBreak(after))
        );
      case 'word':
        return isWord(before) !== isWord(after);
      case 'notWord':
        return isWord(before) === isWord(after);
    }
  }

  private readonly _tried: Uint32Array;
}
