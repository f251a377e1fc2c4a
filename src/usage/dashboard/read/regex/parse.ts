/**
 * Patterns as JavaScript writes them, as a tree. Back references, lookbehind and property escapes are not read.
 */

/** Tests one UTF-16 unit. */
export type CharTest = (unit: number) => boolean;

export type Node =
  | { readonly kind: 'char'; readonly test: CharTest }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'either'; readonly choices: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly item: Node;
      readonly least: number;
      readonly most: number;
      readonly isLazy: boolean;
    }
  | { readonly kind: 'group'; readonly item: Node; readonly index: number }
  | {
      readonly kind: 'look';
      readonly item: Node;
      readonly isNegative: boolean;
    }
  | {
      readonly kind: 'edge';
      readonly edge: 'start' | 'end' | 'word' | 'notWord';
    };

export interface Parsed {
  readonly root: Node;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

const MOST_DEPTH = 20;
const QUANTIFIER = /(?:([*+?])|\{(\d{1,4})(?:(,)(\d{1,4})?)?\})(\??)/y;
const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^kpPcxu1-9])/y;
const CLASS = /\[(?:[^\]\\]|\\[^])*\]/y;
const NAME = /\?<([A-Za-z_]\w*)>/y;

/** Why a pattern is not read. */
export class PatternError extends Error {}

/** One character's pattern, asked of the engine: a single unit leaves it nothing to search. */
function charTest(source: string, flags: string): CharTest {
  const native = new RegExp(`^${source}$`, flags.replace(/[^is]/g, ''));
  const known = new Map<number, boolean>();
  return unit => {
    let result = known.get(unit);
    if (result === undefined) {
      result = native.test(String.fromCharCode(unit));
      known.set(unit, result);
    }
    return result;
  };
}

export class PatternParser {
  constructor(
    private readonly _source: string,
    private readonly _flags: string
  ) {}

  parse(): Parsed {
    const root = this._either(0);
    if (this._at < this._source.length) {
      throw new PatternError('unmatched )');
    }
    return { root, groups: this._groups, names: this._names };
  }

  private _either(depth: number): Node {
    if (depth > MOST_DEPTH) {
      throw new PatternError('nested too deeply');
    }
    const choices = [this._sequence(depth)];
    while (this._skip('|')) {
      choices.push(this._sequence(depth));
    }
    return choices.length === 1 ? choices[0] : { kind: 'either', choices };
  }

  private _sequence(depth: number): Node {
    const items: Node[] = [];
    while (this._at < this._source.length && !/[|)]/.test(this._next())) {
      items.push(this._repeated(this._atom(depth)));
    }
    return { kind: 'sequence', items };
  }

  private _repeated(item: Node): Node {
    const found = this._take(QUANTIFIER);
    if (!found) {
      return item;
    }
    if (item.kind === 'edge' || item.kind === 'look') {
      throw new PatternError('nothing to repeat');
    }
    const [, sign, least, comma, most, lazy] = found;
    const isLazy = lazy === '?';
    if (sign) {
      return {
        kind: 'repeat',
        item,
        least: sign === '+' ? 1 : 0,
        most: sign === '?' ? 1 : Infinity,
        isLazy
      };
    }
    const low = Number(least);
    const high = comma ? Number(most ?? Infinity) : low;
    if (high < low) {
      throw new PatternError('numbers out of order');
    }
    return { kind: 'repeat', item, least: low, most: high, isLazy };
  }

  private _atom(depth: number): Node {
    switch (this._next()) {
      case '(':
        return this._group(depth + 1);
      case '^':
        return this._edge(1, 'start');
      case '$':
        return this._edge(1, 'end');
      case '[':
        return this._char(this._take(CLASS)?.[0]);
      case '\\':
        return this._escape();
      case '*':
      case '+':
      case '?':
        throw new PatternError('nothing to repeat');
      default:
        return this._literal();
    }
  }

  private _literal(): Node {
    const unit = this._next();
    this._at += 1;
    return this._char(unit === '.' ? '.' : unit.replace(/[{}\]/]/, '\\$&'));
  }

  private _escape(): Node {
    const two = this._source.slice(this._at, this._at + 2);
    if (two === '\\b' || two === '\\B') {
      return this._edge(2, two === '\\b' ? 'word' : 'notWord');
    }
    return this._char(this._take(ESCAPE)?.[0]);
  }

  private _group(depth: number): Node {
    this._at += 1;
    if (this._skip('?:')) {
      return this._close(this._either(depth));
    }
    if (this._skip('?=')) {
      const item = this._close(this._either(depth));
      return { kind: 'look', item, isNegative: false };
    }
    if (this._skip('?!')) {
      const item = this._close(this._either(depth));
      return { kind: 'look', item, isNegative: true };
    }
    const name = this._take(NAME)?.[1];
    const index = (this._groups += 1);
    if (name !== undefined) {
      this._names.set(name, index);
    }
    return { kind: 'group', item: this._close(this._either(depth)), index };
  }

  private _close(node: Node): Node {
    if (!this._skip(')')) {
      throw new PatternError('unclosed (');
    }
    return node;
  }

  private _char(source: string | undefined): Node {
    if (source === undefined) {
      throw new PatternError('not read here');
    }
    return { kind: 'char', test: charTest(source, this._flags) };
  }

  private _edge(
    length: number,
    edge: 'start' | 'end' | 'word' | 'notWord'
  ): Node {
    this._at += length;
    return { kind: 'edge', edge };
  }

  private _next(): string {
    return this._source[this._at];
  }

  private _skip(mark: string): boolean {
    const isThere = this._source.startsWith(mark, this._at);
    this._at += isThere ? mark.length : 0;
    return isThere;
  }

  private _take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this._at;
    const found = pattern.exec(this._source);
    this._at += found?.[0].length ?? 0;
    return found;
  }

  private _at = 0;
  private _groups = 0;
  private readonly _names = new Map<string, number>();
}
