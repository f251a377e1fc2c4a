import type { Wire } from '../api/tokens';
import { type IClock, pointsOf, spanOf } from './batches';
import { interpolate } from './dashboard/read';
import { intervalOf, parseDuration } from './dashboard/time';
import type {
  Dashboard,
  Field,
  Frame,
  Panel,
  Target,
  TimeSpan
} from './dashboard/types';
import { titleOf } from './recordQueries';
import type { Source } from './tokens';

type PromqlQuery = Wire<'PromqlQuery'>;

/** Type of data source in the JSON of dashboards that ask in PromQL. */
const PROMETHEUS = 'prometheus';

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
    /** Place of its query in the batch. */
    readonly index: number;
  }>;
}

/** What is asked of stores, and panels whose store is not known. */
export interface IPromPlan {
  readonly batches: readonly IPromBatch[];
  readonly homeless: ReadonlySet<number>;
}

/** What has to be asked of stores for some panels; equal expressions of equal times are asked once. */
export function planProm(
  dashboard: Dashboard,
  panelIds: ReadonlySet<number>,
  span: TimeSpan,
  clock: IClock,
  sources: readonly Source[]
): IPromPlan {
  const plan = new Planning(sources);
  for (const panel of dashboard.panels) {
    if (panelIds.has(panel.id)) {
      const shown = spanOf(panel, span, clock);
      panel.targets
        .filter(target => isAsked(panel, target))
        .forEach(target => plan.add(panel, target, shown));
    }
  }
  return plan;
}

/** Whether any panel of a dashboard asks a store. */
export function asksStores({ panels }: Dashboard): boolean {
  return panels.some(panel =>
    panel.targets.some(target => isAsked(panel, target))
  );
}

function isAsked(panel: Panel, target: Target): boolean {
  const { type } = target.datasource ?? panel.datasource ?? { type: '' };
  return type === PROMETHEUS && !target.isHidden && target.expr !== '';
}

/** Gathers expressions by the store that they are asked of. */
class Planning implements IPromPlan {
  constructor(private readonly _sources: readonly Source[]) {}

  readonly homeless = new Set<number>();

  add(panel: Panel, target: Target, span: TimeSpan): void {
    const wanted = target.datasource ?? panel.datasource;
    const source = sourceOf(wanted?.uid ?? '', this._sources);
    if (!source) {
      this.homeless.add(panel.id);
      return;
    }
    const asked = this._asked.get(source) ?? new Map<string, IAsked>();
    this._asked.set(source, asked);
    const query = queryOf(panel, target, span);
    const key = JSON.stringify(query);
    const known = asked.get(key) ?? { query, takers: [] };
    asked.set(key, known);
    known.takers.push({ panelId: panel.id, target });
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
  readonly takers: Array<{ panelId: number; target: Target }>;
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

/** The store that is meant by its name, else the first one. */
function sourceOf(uid: string, sources: readonly Source[]): string | null {
  const stores = sources.filter(({ kind }) => kind === PROMETHEUS);
  const found = stores.find(({ name }) => name === uid) ?? stores[0];
  return found?.name ?? null;
}

function queryOf(panel: Panel, target: Target, span: TimeSpan): PromqlQuery {
  const least = parseDuration(target.interval || panel.interval) ?? MS;
  const intervalMs = intervalOf(span, pointsOf(panel), least);
  const expr = interpolate(
    target.expr,
    { variables: new Map(), span, intervalMs },
    'prometheus'
  );
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

/** Frames of an answer, one a series, that share the list of times; infinities are gaps. */
export function promFrames(
  target: Target,
  { series, times }: Wire<'PromqlResult'>
): Frame[] {
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
