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
  readonly frames: Frame[];
  readonly problems: string[];
  error: Error | null;
}

/** Words where a panel's queries cannot be asked. */
export interface IFetchWords {
  readonly noStore: string;
  /** @param name - of a variable without a value. */
  readonly noValue: (name: string) => string;
}

export function wordsOf(trans: TranslationBundle): IFetchWords {
  return {
    noStore: trans.__(
      'these numbers come from a Prometheus, and none is known here.'
    ),
    noValue: name => trans.__('the variable %1 is empty.', name)
  };
}

/** Data of panels, by their ids; a source that fails leaves the panels of others alone. */
export async function fetchPanels(
  client: IApiClient,
  wanted: IWanted,
  words: IFetchWords,
  signal: AbortSignal
): Promise<Map<number, Fetched>> {
  const { dashboard, panelIds, span, clock, sources } = wanted;
  const shown = shownOf(dashboard, panelIds, span, clock);
  const parts = partsOf(shown);
  const interval = sources[0]?.intervalSeconds ?? 15;
  const records = planRecord(shown, clock, interval * MS, wanted.variables);
  const { batches, homeless, empty } = planProm(shown, wanted);
  homeless.forEach(id => parts.get(id)?.problems.push(words.noStore));
  empty.forEach((name, id) =>
    parts.get(id)?.problems.push(words.noValue(labelOf(dashboard, name)))
  );
  await Promise.all([
    ...records.map(batch =>
      guarded(batch.takers, parts, () =>
        fetchRecord(client, batch, parts, signal)
      )
    ),
    ...batches.map(batch =>
      guarded(batch.takers, parts, () =>
        fetchProm(client, batch, parts, signal)
      )
    )
  ]);
  return new Map(
    [...parts].map(([id, part]) => [id, part.error ?? inOrder(part)])
  );
}

function labelOf({ variables }: Dashboard, wanted: string): string {
  return variables.find(({ name }) => name === wanted)?.label || wanted;
}

function partsOf(shown: readonly IShown[]): Map<number, IPart> {
  return new Map(
    shown.map(({ panel, span }) => [
      panel.id,
      { span, frames: [], problems: [], error: null }
    ])
  );
}

/** Do what may fail; where it does, the panels that wait for it know why. */
async function guarded(
  takers: ReadonlyArray<{ readonly panelId: number }>,
  parts: ReadonlyMap<number, IPart>,
  work: () => Promise<void>
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (isAbort(thrown)) {
      return;
    }
    const error = asError(thrown);
    for (const { panelId } of takers) {
      const part = parts.get(panelId);
      if (part) {
        part.error = error;
      }
    }
  }
}

async function fetchRecord(
  client: IApiClient,
  { takers, queries, ...times }: IBatch,
  parts: ReadonlyMap<number, IPart>,
  signal: AbortSignal
): Promise<void> {
  const body = { ...times, queries: [...queries] };
  const answer = await client.call('queryUsage', { body }, signal);
  // What is told of a day is drawn at its begin.
  const back = times.step >= DAY ? times.step : 0;
  const moments = answer.times.map(seconds => (seconds - back) * MS);
  for (const { panelId, target, record, index } of takers) {
    const found = answer.answers[index];
    if (found.problem) {
      parts.get(panelId)?.problems.push(found.problem.message);
    }
    parts
      .get(panelId)
      ?.frames.push(...recordFrames(target, record, found, moments));
  }
}

async function fetchProm(
  client: IApiClient,
  { source, takers, queries }: IPromBatch,
  parts: ReadonlyMap<number, IPart>,
  signal: AbortSignal
): Promise<void> {
  const body = { source, queries: [...queries] };
  const { answers } = await client.call('queryPromql', { body }, signal);
  for (const taker of takers) {
    const { problem, notices } = answers[taker.index];
    const part = parts.get(taker.panelId);
    part?.problems.push(...(problem ? [problem.message] : []));
    part?.problems.push(...(notices ?? []));
    part?.frames.push(...promFrames(taker, answers[taker.index]));
  }
}

/** Frames in the order of their targets, whichever answer came first. */
function inOrder({ span, frames, problems }: IPart): IPanelData {
  const sorted = [...frames].sort((one, two) =>
    one.refId < two.refId ? -1 : one.refId > two.refId ? 1 : 0
  );
  return { span, frames: sorted, problems };
}
