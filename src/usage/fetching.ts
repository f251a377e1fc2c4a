import type { TranslationBundle } from '@jupyterlab/translation';
import { asError, isAbort } from '../api/errors';
import type { IApiClient } from '../api/tokens';
import {
  type IBatch,
  type IClock,
  type IShown,
  planRecord,
  shownOf
} from './batches';
import type { Dashboard, Frame, TimeSpan } from './dashboard/types';
import {
  type IPromBatch,
  type IPromContext,
  planProm,
  promFrames
} from './promQueries';
import { recordFrames } from './recordQueries';
import type { ISilent } from './missing';
import type { IPanelData } from './tokens';

const MS = 1000;

const DAY = 86_400;

/** What is asked for. */
export interface IWanted extends IPromContext {
  readonly dashboard: Dashboard;
  readonly panelIds: ReadonlySet<number>;
  readonly span: TimeSpan;
  readonly clock: IClock;
}

/** Data of a panel, or why its queries failed as a whole. */
export type Fetched = IPanelData | Error;

/** What answers bring for a panel, in whichever order. */
interface IPart {
  readonly span: TimeSpan;
  /** Answers that are still to come. */
  open: number;
  /** What a store was asked for it and answered with no series. */
  readonly silent: ISilent[];
  readonly frames: Frame[];
  readonly problems: string[];
  error: Error | null;
}

/** Words where a panel's queries cannot be asked. */
export interface IFetchWords {
  readonly noStore: string;
  /** @param name - of a variable without a value. */
  readonly noValue: (name: string) => string;
  /** @param names - of metrics. */
  readonly noMetric: (names: readonly string[]) => string;
}

export function wordsOf(trans: TranslationBundle): IFetchWords {
  return {
    noStore: trans.__(
      'these numbers come from a Prometheus, and none is known here.'
    ),
    noValue: name => trans.__('the variable %1 is empty.', name),
    noMetric: names =>
      trans._n(
        'the Prometheus has no metric %2 in this time.',
        'the Prometheus has no metrics %2 in this time.',
        names.length,
        names.join(', ')
      )
  };
}

/** How panels' data are asked for. */
export interface IFetching {
  readonly words: IFetchWords;
  readonly signal: AbortSignal;
  /** Called with what panels have, once nothing more is to come for them. */
  readonly arrived: (found: ReadonlyMap<number, Fetched>) => void;
}

/** Ask for the data of panels; a source or a query that fails, or is slow, leaves the panels of others alone. */
export async function fetchPanels(
  client: IApiClient,
  wanted: IWanted,
  { words, signal, arrived }: IFetching
): Promise<void> {
  const { dashboard, panelIds, span, clock, sources, variables } = wanted;
  const shown = shownOf(dashboard, panelIds, span, clock);
  const interval = sources[0]?.intervalSeconds ?? 15;
  const records = planRecord(shown, clock, interval * MS, variables);
  const { batches, homeless, empty } = planProm(shown, wanted);
  const arrivals = new Arrivals(shown, arrived, signal);
  homeless.forEach(id => arrivals.part(id).problems.push(words.noStore));
  empty.forEach((name, id) => {
    const label = labelOf(dashboard, name);
    arrivals.part(id).problems.push(words.noValue(label));
  });
  await arrivals.all([
    ...records.map(batch => ({
      takers: batch.takers,
      work: () => fetchRecord(client, batch, arrivals, signal)
    })),
    ...batches.map(batch => ({
      takers: batch.takers,
      work: () => fetchProm(client, batch, arrivals, signal)
    }))
  ]);
  const { silent, data } = arrivals.silence();
  if (silent.length > 0 && !signal.aborted) {
    const { explainSilence } = await import(
      /* webpackChunkName: "usage-missing" */ './missing'
    );
    const said = await explainSilence(
      client,
      silent,
      data,
      words.noMetric,
      signal
    );
    if (said.size > 0 && !signal.aborted) {
      arrived(said);
    }
  }
}

function labelOf({ variables }: Dashboard, wanted: string): string {
  return variables.find(({ name }) => name === wanted)?.label || wanted;
}

type Takers = ReadonlyArray<{ readonly panelId: number }>;

/** A request, and who waits for it, as often as answers come for them. */
interface IPiece {
  readonly takers: Takers;
  readonly work: () => Promise<void>;
}

/** Puts together what comes for each panel, and passes it on when it is whole. */
class Arrivals {
  constructor(
    shown: readonly IShown[],
    private readonly _arrived: IFetching['arrived'],
    private readonly _signal: AbortSignal
  ) {
    this._parts = new Map(
      shown.map(({ panel, span }) => [
        panel.id,
        { span, open: 0, silent: [], frames: [], problems: [], error: null }
      ])
    );
  }

  part(panelId: number): IPart {
    const found = this._parts.get(panelId);
    if (!found) {
      throw new Error(`No panel ${panelId} was asked for`);
    }
    return found;
  }

  /** Do pieces of work; where one fails, the panels that wait for it know why. */
  async all(pieces: readonly IPiece[]): Promise<void> {
    for (const { panelId } of pieces.flatMap(({ takers }) => takers)) {
      this.part(panelId).open += 1;
    }
    this._pass([...this._parts.keys()]);
    await this.again(pieces);
  }

  /** Do work for panels that wait already. */
  async again(pieces: readonly IPiece[]): Promise<void> {
    await Promise.all(
      pieces.map(async ({ takers, work }) => {
        try {
          await work();
        } catch (thrown) {
          if (!isAbort(thrown)) {
            this._fail(takers, asError(thrown));
          }
        }
      })
    );
  }

  /** Answers came for panels, one for each mention: those that wait for none any more are passed on. */
  came(takers: Takers): void {
    takers.forEach(({ panelId }) => (this.part(panelId).open -= 1));
    this._pass(takers.map(({ panelId }) => panelId));
  }

  /** The panels without any data whose stores answered with no series, and what these were asked. */
  silence(): {
    readonly silent: readonly ISilent[];
    readonly data: ReadonlyMap<number, IPanelData>;
  } {
    const empty = [...this._parts].filter(
      ([, { error, frames, problems }]) =>
        error === null && frames.length + problems.length === 0
    );
    return {
      silent: empty.flatMap(([, part]) => part.silent),
      data: new Map(empty.map(([id, part]) => [id, inOrder(part)]))
    };
  }

  private _fail(takers: Takers, error: Error): void {
    takers.forEach(({ panelId }) => (this.part(panelId).error = error));
    this.came(takers);
  }

  private _pass(panelIds: readonly number[]): void {
    const whole = panelIds
      .map(id => [id, this.part(id)] as const)
      .filter(([, { open }]) => open <= 0)
      .map(([id, part]) => [id, part.error ?? inOrder(part)] as const);
    if (whole.length > 0 && !this._signal.aborted) {
      this._arrived(new Map(whole));
    }
  }

  private readonly _parts: ReadonlyMap<number, IPart>;
}

async function fetchRecord(
  client: IApiClient,
  { takers, queries, ...times }: IBatch,
  arrivals: Arrivals,
  signal: AbortSignal
): Promise<void> {
  const body = { ...times, queries: [...queries] };
  const answer = await client.call('queryUsage', { body }, signal);
  // What is told of a day is drawn at its begin.
  const back = times.step >= DAY ? times.step : 0;
  const moments = answer.times.map(seconds => (seconds - back) * MS);
  for (const { panelId, target, record, index } of takers) {
    const found = answer.answers[index];
    const { problems, frames } = arrivals.part(panelId);
    problems.push(...(found.problem ? [found.problem.message] : []));
    frames.push(...recordFrames(target, record, found, moments));
  }
  arrivals.came(takers);
}

/** Seconds after which a request is answered with what is known: queries that take longer are asked for again. */
const PATIENCE = 2;

async function fetchProm(
  client: IApiClient,
  { source, takers, queries }: IPromBatch,
  arrivals: Arrivals,
  signal: AbortSignal
): Promise<void> {
  const body = {
    source,
    queries: [...queries],
    ...(queries.length > 1 && { patience: PATIENCE })
  };
  const { answers } = await client.call('queryPromql', { body }, signal);
  const isPending = (index: number) =>
    answers[index].problem?.code === 'pending';
  const done = takers.filter(({ index }) => !isPending(index));
  for (const taker of done) {
    const { problem, notices } = answers[taker.index];
    const { problems, frames, silent } = arrivals.part(taker.panelId);
    problems.push(...(problem ? [problem.message] : []), ...(notices ?? []));
    const found = promFrames(taker, answers[taker.index]);
    frames.push(...found);
    const { panelId, index } = taker;
    // An annotation without events lacks nothing.
    if (found.length === 0 && panelId > 0) {
      silent.push({ panelId, source, query: queries[index] });
    }
  }
  arrivals.came(done);
  const slow = [...queries.keys()].filter(isPending);
  if (slow.length > 0) {
    const rest = takers
      .filter(({ index }) => isPending(index))
      .map(taker => ({ ...taker, index: slow.indexOf(taker.index) }));
    const batch = {
      source,
      takers: rest,
      queries: slow.map(at => queries[at])
    };
    const work = () => fetchProm(client, batch, arrivals, signal);
    await arrivals.again([{ takers: rest, work }]);
  }
}

/** Frames in the order of their targets, whichever answer came first. */
function inOrder({ span, frames, problems }: IPart): IPanelData {
  const sorted = [...frames].sort((one, two) =>
    one.refId < two.refId ? -1 : one.refId > two.refId ? 1 : 0
  );
  return { span, frames: sorted, problems };
}
