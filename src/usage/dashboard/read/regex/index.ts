import { type Parsed, PatternError, PatternParser } from './parse';
import { compile, type Step } from './program';
import { Run, type Slots } from './run';

/** Characters of a pattern that is read. */
const MOST_PATTERN = 2000;

/** Steps that one search may cost: some milliseconds. */
const MOST_WORK = 100_000;

const MOST_TEXT = 10_000;

/** Searches that may end for their cost before a pattern is given up. */
const MOST_EXHAUSTED = 20;

/** Texts whose result is remembered. */
const MOST_TESTED = 500;

export interface Match {
  readonly index: number;
  readonly end: number;
  /** The whole match first. */
  readonly groups: ReadonlyArray<string | undefined>;
  readonly named: Readonly<Record<string, string | undefined>>;
}

/**
 * A regular expression of a dashboard. It is run by steps of our own, not by the browser's engine, whose backtracking can take forever:
 * patterns of more than 2,000 characters are not read, texts of more than 10,000 are not searched, and a search that costs too much ends as if
 * nothing were found. A pattern that was so often too costly finds nothing from then on, so that a table does not pay for it with each value.
 */
export class SafeRegex {
  constructor(
    private readonly _program: readonly Step[],
    private readonly _parsed: Parsed,
    private readonly _flags: string
  ) {}

  get isGlobal(): boolean {
    return this._flags.includes('g');
  }

  /** Whether a text has a match; remembered, as names of series come again with each refresh. */
  test(text: string): boolean {
    let result = this._tested.get(text);
    if (result === undefined) {
      result = this.exec(text) !== null;
      if (this._tested.size >= MOST_TESTED) {
        this._tested.clear();
      }
      this._tested.set(text, result);
    }
    return result;
  }

  /** The first match from a place on, or null. */
  exec(text: string, from = 0): Match | null {
    if (this._exhausted >= MOST_EXHAUSTED || text.length > MOST_TEXT) {
      return null;
    }
    const budget = { steps: MOST_WORK };
    const isMultiline = this._flags.includes('m');
    const run = new Run(this._program, text, isMultiline, budget);
    for (let start = from; start <= text.length && budget.steps > 0; start++) {
      const slots = run.from(start, (this._parsed.groups + 1) * 2);
      if (slots && budget.steps > 0) {
        return this._match(text, slots);
      }
    }
    this._exhausted += budget.steps <= 0 ? 1 : 0;
    return null;
  }

  /** All matches of a pattern with the flag `g`, else the first one. */
  all(text: string): Match[] {
    const matches: Match[] = [];
    let found = this.exec(text);
    while (found) {
      matches.push(found);
      const isWhole = found.end > found.index;
      found =
        this.isGlobal && isWhole && matches.length < 1000
          ? this.exec(text, found.end)
          : null;
    }
    return matches;
  }

  /** The text with matches replaced; `$1`, `$&` and `$<name>` stand for what was matched. */
  replace(text: string, template: string): string {
    let result = '';
    let at = 0;
    for (const found of this.all(text)) {
      result += text.slice(at, found.index) + filled(template, found);
      at = found.end;
    }
    return result + text.slice(at);
  }

  private _match(text: string, slots: Slots): Match {
    const groups: Array<string | undefined> = [];
    for (let i = 0; i < slots.length; i += 2) {
      groups.push(
        slots[i] < 0 || slots[i + 1] < 0
          ? undefined
          : text.slice(slots[i], slots[i + 1])
      );
    }
    const named = Object.fromEntries(
      [...this._parsed.names].map(([name, index]) => [name, groups[index]])
    );
    return { index: slots[0], end: slots[1], groups, named };
  }

  private _exhausted = 0;
  private readonly _tested = new Map<string, boolean>();
}

function filled(template: string, match: Match): string {
  return template.replace(
    /\$(?:(\$)|(&)|(\d{1,2})|<(\w+)>)/g,
    (whole, dollar, all, index: string | undefined, name?: string) => {
      if (dollar) {
        return '$';
      }
      if (all) {
        return match.groups[0] ?? '';
      }
      if (name !== undefined) {
        return match.named[name] ?? '';
      }
      const number = Number(index);
      return number > 0 && number < match.groups.length
        ? (match.groups[number] ?? '')
        : whole;
    }
  );
}

function build(source: string, flags: string): SafeRegex | null {
  if (source.length > MOST_PATTERN) {
    return null;
  }
  try {
    const parsed = new PatternParser(source, flags).parse();
    return new SafeRegex(compile(parsed.root), parsed, flags);
  } catch (error) {
    // A class as `[z-a]` is refused by the engine itself.
    if (error instanceof PatternError || error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

const known = new Map<string, SafeRegex | null>();

/**
 * A pattern as Grafana reads it: `/pattern/flags`, or a bare text that the whole value must match.
 *
 * @returns Null where it is none that can be read here.
 */
export function regexOf(text: string): SafeRegex | null {
  let found = known.get(text);
  if (found === undefined) {
    const end = text.lastIndexOf('/');
    const flags = text.slice(end + 1);
    const isWritten =
      text.startsWith('/') && end > 0 && /^[dgimsuvy]*$/.test(flags);
    found = isWritten
      ? build(text.slice(1, end), flags)
      : build(`^${text}$`, '');
    if (known.size > 500) {
      known.clear();
    }
    known.set(text, found);
  }
  return found;
}
