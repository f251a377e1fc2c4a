import type { TranslationBundle } from '@jupyterlab/translation';
import { asError } from '../api/errors';
import type { IApiClient } from '../api/tokens';
import {
  choose,
  interpolate,
  optionsFrom,
  orderOf,
  type Scope,
  type ScopeValue,
  valueOf
} from './dashboard/read';
import type { TimeSpan, Variable, VariableOption } from './dashboard/types';
import { RECORD, RECORDER } from './recordQueries';
import { type IStoreContext, PROMETHEUS, storeOf, storesOf } from './stores';
import type { IVariableState, UsageView } from './tokens';
import { askOptions, filledQuery } from './variableQueries';

/** What the options of variables depend on, but for other variables. */
export interface IVariableContext extends IStoreContext {
  readonly view: UsageView;
  readonly span: TimeSpan;
}

/** Options that were asked for, and what they were asked with. */
interface IAsked {
  readonly key: string;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** The variables of one dashboard: what may be chosen of each, and what is. */
export class Variables {
  /** @param changed - called when a state changed. */
  constructor(
    private readonly _client: IApiClient,
    variables: readonly Variable[],
    private readonly _trans: TranslationBundle,
    private readonly _changed: () => void
  ) {
    const { ordered, problems } = orderOf(variables, _trans);
    this._ordered = ordered;
    this._circle = problems[0] ?? '';
    this._states = new Map(
      variables.map(variable => [variable.name, unknown(variable)])
    );
  }

  /** In the order of the dashboard. */
  get states(): readonly IVariableState[] {
    return [...this._states.values()];
  }

  /** What each stands for. */
  get values(): ReadonlyMap<string, ScopeValue> {
    return new Map(this.states.map(state => [state.variable.name, of(state)]));
  }

  /** Ask for what is not known of the context, each variable after those that it refers to. Never rejects. */
  async update(context: IVariableContext): Promise<void> {
    const run = (this._run = context);
    const done = new Map<string, Promise<void>>();
    for (const variable of this._ordered) {
      const before = variable.dependsOn.flatMap(name => done.get(name) ?? []);
      const isInCircle = before.length < variable.dependsOn.length;
      done.set(
        variable.name,
        Promise.all(before).then(() => {
          if (this._run === run) {
            return isInCircle
              ? this._put(variable, [], this._circle)
              : this._find(variable, run);
          }
        })
      );
    }
    await Promise.all(done.values());
  }

  /** Let what failed, and what follows the time that is shown, be asked for again. */
  retry(): void {
    for (const { variable, problem } of this.states) {
      if (problem !== null || variable.followsRange) {
        this._asked.delete(variable.name);
      }
    }
  }

  dispose(): void {
    this._run = null;
    this._asked.forEach(({ abort }) => abort.abort());
    this._asked.clear();
  }

  private _find(
    variable: Variable,
    context: IVariableContext
  ): void | Promise<void> {
    switch (variable.type) {
      case 'query':
        return this._query(variable, context);
      case 'datasource':
        return this._put(variable, this._stores(variable, context), null);
      case 'adhoc':
      case 'other':
        return this._put(
          variable,
          [],
          this._trans.__('this kind of variable is not known here')
        );
      default:
        return this._put(variable, variable.options, null);
    }
  }

  /** Sources that the variable may name. */
  private _stores(
    { query, regex }: Variable,
    { sources }: IVariableContext
  ): readonly VariableOption[] {
    const stores = query === PROMETHEUS ? storesOf(sources) : [];
    return stores
      .filter(({ title }) => optionsFrom([title], regex, 0).length > 0)
      .map(({ name, title }) => ({ text: title, value: name }));
  }

  /** Ask a store, unless what it would be asked was asked before. */
  private _query(
    variable: Variable,
    context: IVariableContext
  ): void | Promise<void> {
    const { name, dependsOn, followsRange } = variable;
    const { view, span } = context;
    const { values } = this;
    const scope = { variables: values, span };
    const empty = dependsOn.find(other => !values.get(other)?.values.length);
    const query = filledQuery(variable.query, scope);
    const source = sourceOf(variable, scope, context);
    if (empty !== undefined || !query || source === null) {
      this._forget(name);
      return this._put(variable, [], this._reason(empty, query !== null));
    }
    const regex = interpolate(variable.regex, scope, 'regex');
    const range = followsRange ? [view.from, view.to, view.timezone] : [];
    const key = JSON.stringify([source, query, regex, ...range]);
    const asked = this._asked.get(name);
    if (asked?.key === key) {
      const { options, problem, isLoading } = this._state(name);
      return isLoading ? asked.done : this._put(variable, options, problem);
    }
    this._forget(name);
    const abort = new AbortController();
    const ask = () =>
      askOptions(this._client, source, query, span, abort.signal);
    const done = this._answer(variable, ask, regex, abort.signal);
    this._asked.set(name, { key, abort, done });
    return done;
  }

  private async _answer(
    variable: Variable,
    ask: () => Promise<readonly string[]>,
    regex: string,
    signal: AbortSignal
  ): Promise<void> {
    this._set({ ...this._state(variable.name), isLoading: true });
    try {
      const found = await ask();
      if (!signal.aborted) {
        this._put(variable, optionsFrom(found, regex, variable.sort), null);
      }
    } catch (thrown) {
      if (!signal.aborted) {
        this._put(variable, [], asError(thrown).message);
      }
    }
  }

  /** Why a variable cannot be asked for. */
  private _reason(empty: string | undefined, isRead: boolean): string {
    const trans = this._trans;
    if (empty !== undefined) {
      const { variable } = this._state(empty);
      return trans.__('the variable %1 is empty', variable.label || empty);
    }
    return isRead
      ? trans.__('no Prometheus is known here')
      : trans.__('its query cannot be read');
  }

  private _forget(name: string): void {
    this._asked.get(name)?.abort.abort();
    this._asked.delete(name);
  }

  private _put(
    variable: Variable,
    options: readonly VariableOption[],
    problem: string | null
  ): void {
    const wanted = this._run?.view.variables[variable.name];
    // What was chosen before holds while nobody can say whether it is still there.
    const chosen =
      problem !== null && wanted
        ? wanted
        : choose(variable, options, wanted ?? variable.current);
    this._set({ variable, options, chosen, problem, isLoading: false });
  }

  private _set(state: IVariableState): void {
    const { name } = state.variable;
    const last = this._state(name);
    if (!isSame(last, state)) {
      this._states.set(name, state);
      this._changed();
    }
  }

  private _state(name: string): IVariableState {
    return this._states.get(name) as IVariableState;
  }

  private readonly _asked = new Map<string, IAsked>();
  private readonly _circle: string;
  private readonly _ordered: readonly Variable[];
  /** The latest context: an earlier one has no say any more. */
  private _run: IVariableContext | null = null;
  private readonly _states: Map<string, IVariableState>;
}

/** Of whom a variable's options are asked. */
function sourceOf(
  { datasource }: Variable,
  scope: Scope,
  context: IStoreContext
): string | null {
  const { type, uid } = datasource ?? { type: '', uid: '' };
  return type === RECORD ? RECORDER : storeOf(interpolate(uid, scope), context);
}

function isSame(one: IVariableState, other: IVariableState): boolean {
  const { options, ...rest } = one;
  const { options: others, ...remaining } = other;
  return (
    options === others && JSON.stringify(rest) === JSON.stringify(remaining)
  );
}

function unknown(variable: Variable): IVariableState {
  return {
    variable,
    options: variable.options,
    chosen: [],
    isLoading: false,
    problem: null
  };
}

function of({ variable, options, chosen }: IVariableState): ScopeValue {
  return valueOf(variable, options, chosen);
}
