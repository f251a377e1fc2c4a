import type { Wire } from '../api/tokens';
import { type IShown, pointsOf } from './batches';
import { interpolate, references, type Scope } from './dashboard/read';
import { intervalOf, parseDuration } from './dashboard/time';
import type {
  Dashboard,
  Field,
  Frame,
  Panel,
  Target,
  TimeSpan
} from './dashboard/types';
import { promTable, valueNameOf } from './promTables';
import { titleOf } from './recordQueries';
import { scopeOf } from './repeats';
import { type IStoreContext, PROMETHEUS, storeOf } from './stores';

type PromqlQuery = Wire<'PromqlQuery'>;

/** Queries in one request. */
const AT_ONCE = 50;

const MS = 1000;

/** Expressions for one store: one request. */
export interface IPromBatch {
  readonly source: string;
  readonly queries: readonly PromqlQuery[];
  readonly takers: ReadonlyArray<{
    readonly panelId: number;
    readonly target: Target;
    /** What a column of values is called in a table. */
    readonly valueName: string;
    /** Place of its query in the batch. */
    readonly index: number;
  }>;
}

/** What is asked of stores, and what is not asked because it cannot be. */
export interface IPromPlan {
  readonly batches: readonly IPromBatch[];
  /** Panels whose store is not known. */
  readonly homeless: ReadonlySet<number>;
  /** Names of variables without a value, by the panels that refer to them. */
  readonly empty: ReadonlyMap<number, string>;
}

/** Of whom expressions are asked, and what they refer to. */
export interface IPromContext extends IStoreContext {
  readonly variables: Scope['variables'];
}

/** What has to be asked of stores for some panels; equal expressions of equal times are asked once. */
export function planProm(
  shown: readonly IShown[],
  context: IPromContext
): IPromPlan {
  const plan = new Planning(context);
  for (const { panel, span } of shown) {
    panel.targets
      .filter(target => isAsked(panel, target))
      .forEach(target => plan.add(panel, target, span));
  }
  return plan;
}

/** Whether any panel of a dashboard asks a store. */
export function asksStores({ panels }: Dashboard): boolean {
  return panels.some(panel =>
    panel.targets.some(target => isAsked(panel, target))
  );
}

/** Whether panels of a dashboard ask somebody else, too. */
export function asksOthers({ panels }: Dashboard): boolean {
  return panels.some(panel =>
    panel.targets.some(target => !isAsked(panel, target))
  );
}

function isAsked(panel: Panel, target: Target): boolean {
  const { type } = target.datasource ?? panel.datasource ?? { type: '' };
  return type === PROMETHEUS && !target.isHidden && target.expr !== '';
}

/** Gathers expressions by the store that they are asked of. */
class Planning implements IPromPlan {
  constructor(private readonly _context: IPromContext) {}

  readonly homeless = new Set<number>();
  readonly empty = new Map<number, string>();

  add(panel: Panel, target: Target, span: TimeSpan): void {
    const variables = scopeOf(panel, this._context.variables);
    const { uid } = target.datasource ?? panel.datasource ?? { uid: '' };
    const source = storeOf(interpolate(uid, { variables }), this._context);
    const empty = references(target.expr).find(
      name => variables.get(name)?.values.length === 0
    );
    if (!source) {
      this.homeless.add(panel.id);
    } else if (empty !== undefined) {
      this.empty.set(panel.id, empty);
    } else {
      this._ask(source, panel, target, span);
    }
  }

  private _ask(
    source: string,
    panel: Panel,
    target: Target,
    span: TimeSpan
  ): void {
    const variables = scopeOf(panel, this._context.variables);
    const asked = this._asked.get(source) ?? new Map<string, IAsked>();
    this._asked.set(source, asked);
    const query = queryOf(panel, target, { variables, span });
    const key = JSON.stringify(query);
    const known = asked.get(key) ?? { query, takers: [] };
    asked.set(key, known);
    const legendFormat = interpolate(target.legendFormat, { variables });
    known.takers.push({
      panelId: panel.id,
      target: { ...target, legendFormat },
      valueName: valueNameOf(target, panel.targets)
    });
  }

  get batches(): IPromBatch[] {
    return [...this._asked].flatMap(([source, asked]) =>
      batchesOf(source, [...asked.values()])
    );
  }

  private readonly _asked = new Map<string, Map<string, IAsked>>();
}

interface IAsked {
  readonly query: PromqlQuery;
  readonly takers: Array<Omit<IPromBatch['takers'][number], 'index'>>;
}

function batchesOf(source: string, asked: readonly IAsked[]): IPromBatch[] {
  const batches: IPromBatch[] = [];
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const part = asked.slice(from, from + AT_ONCE);
    batches.push({
      source,
      queries: part.map(({ query }) => query),
      takers: part.flatMap(({ takers }, index) =>
        takers.map(taker => ({ ...taker, index }))
      )
    });
  }
  return batches;
}

type Filled = Scope & { readonly span: TimeSpan };

function queryOf(panel: Panel, target: Target, scope: Filled): PromqlQuery {
  const { span } = scope;
  const lengthOf = (text: string) => parseDuration(interpolate(text, scope));
  // The lowest step of a query says how far its samples are apart, that of a panel does not.
  const scrapeMs = lengthOf(target.interval) ?? undefined;
  const intervalMs = intervalOf(
    span,
    pointsOf(panel),
    scrapeMs ?? lengthOf(panel.interval) ?? MS
  );
  const filling = { ...scope, intervalMs, scrapeMs };
  const expr = interpolate(target.expr, filling, 'prometheus');
  if (target.isInstant) {
    return { expr, kind: 'instant', end: span.to / MS };
  }
  const align = (time: number) => Math.floor(time / intervalMs) * intervalMs;
  return {
    expr,
    kind: 'range',
    start: align(span.from) / MS,
    end: align(span.to) / MS,
    step: intervalMs / MS
  };
}

/** Frames of an answer, one a series, that share the list of times, or one table; infinities are gaps. */
export function promFrames(
  {
    target,
    valueName
  }: Pick<IPromBatch['takers'][number], 'target' | 'valueName'>,
  answer: Wire<'PromqlResult'>
): Frame[] {
  if (target.format === 'table') {
    return promTable(target, answer, valueName);
  }
  const { series, times } = answer;
  const moments = (times ?? []).map(seconds => seconds * MS);
  const time: Field = {
    name: 'Time',
    type: 'time',
    labels: {},
    values: moments
  };
  return (series ?? []).map(({ labels, values }) => {
    const { __name__: name = '', ...rest } = labels;
    const value: Field = {
      name: name || 'Value',
      type: 'number',
      labels: rest,
      values: values.map(one => (typeof one === 'number' ? one : null)),
      ...titleOf(target.legendFormat, labels)
    };
    return { refId: target.refId, name, fields: [time, value] };
  });
}
