import { type CharTest, type Node, PatternError } from './parse';

/** A pattern as steps. `next` and `other` are places of steps; a fork tries `next` first. */
export type Step =
  | { readonly op: 'char'; readonly test: CharTest }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'fork'; next: number; other: number }
  | { readonly op: 'jump'; next: number }
  | {
      readonly op: 'edge';
      readonly edge: 'start' | 'end' | 'word' | 'notWord';
    }
  | {
      readonly op: 'look';
      readonly program: readonly Step[];
      readonly isNegative: boolean;
    }
  | { readonly op: 'done' };

/** Steps of one program, counted repeats written out. */
const MOST_STEPS = 2000;

class Compiler {
  readonly steps: Step[] = [];

  add(node: Node): void {
    switch (node.kind) {
      case 'char':
        this._push({ op: 'char', test: node.test });
        return;
      case 'edge':
        this._push({ op: 'edge', edge: node.edge });
        return;
      case 'sequence':
        node.items.forEach(item => this.add(item));
        return;
      case 'group':
        this._push({ op: 'save', slot: node.index * 2 });
        this.add(node.item);
        this._push({ op: 'save', slot: node.index * 2 + 1 });
        return;
      case 'look': {
        const program = compile(node.item);
        this._push({ op: 'look', program, isNegative: node.isNegative });
        return;
      }
      case 'either':
        this._either(node.choices);
        return;
      case 'repeat':
        this._repeat(node);
        return;
    }
  }

  private _push(step: Step): void {
    if (this.steps.length >= MOST_STEPS) {
      throw new PatternError('too long');
    }
    this.steps.push(step);
  }

  private _fork(): { next: number; other: number } {
    const step = { op: 'fork' as const, next: this.steps.length + 1, other: 0 };
    this._push(step);
    return step;
  }

  private _either(choices: readonly Node[]): void {
    const ends: Array<{ next: number }> = [];
    choices.forEach((choice, i) => {
      const fork = i < choices.length - 1 ? this._fork() : null;
      this.add(choice);
      if (fork) {
        const end = { op: 'jump' as const, next: 0 };
        this._push(end);
        ends.push(end);
        fork.other = this.steps.length;
      }
    });
    ends.forEach(end => (end.next = this.steps.length));
  }

  private _repeat(node: Node & { kind: 'repeat' }): void {
    for (let i = 0; i < node.least; i++) {
      this.add(node.item);
    }
    if (node.most === Infinity) {
      const at = this.steps.length;
      const fork = this._fork();
      this.add(node.item);
      this._push({ op: 'jump', next: at });
      this._leave([fork], node.isLazy);
      return;
    }
    const forks: Array<{ next: number; other: number }> = [];
    for (let i = node.least; i < node.most; i++) {
      forks.push(this._fork());
      this.add(node.item);
    }
    this._leave(forks, node.isLazy);
  }

  /** Forks of a repeat lead out behind it; a lazy one tries that first. */
  private _leave(
    forks: ReadonlyArray<{ next: number; other: number }>,
    isLazy: boolean
  ): void {
    for (const fork of forks) {
      fork.other = this.steps.length;
      if (isLazy) {
        [fork.next, fork.other] = [fork.other, fork.next];
      }
    }
  }
}

export function compile(node: Node): readonly Step[] {
  const compiler = new Compiler();
  compiler.add(node);
  return [...compiler.steps, { op: 'done' }];
}
