import type { IApiClient, Wire } from '../api/tokens';
import type { Fetched } from './fetching';
import type { IPanelData } from './tokens';

/** Metrics that are asked about at once. */
const MOST = 200;

const METRIC = '__name__';

/** What stands for no metric: operators, their modifiers, aggregations before `by` and `without`, numbers. */
const WORDS = new Set(
  (
    'and or unless by without on ignoring group_left group_right bool offset inf nan start end atan2 ' +
    'sum min max avg group stddev stdvar count count_values bottomk topk quantile limitk limit_ratio'
  ).split(' ')
);

/** What of an expression has names of other things: texts, comments, matchers, ranges, lists of labels. */
const OTHERS =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n]*|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi;

const NAME = /(?<![\w.:])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g;

/** An expression of a panel that no series answered. */
export interface ISilent {
  readonly panelId: number;
  readonly source: string;
  readonly query: Wire<'PromqlQuery'>;
}

/** Names of the metrics that an expression reads, each once; those of `{__name__=…}` alone are not seen. */
export function metricsIn(expr: string): string[] {
  const bare = expr.replace(OTHERS, ' ').replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ');
  const names = bare.match(NAME) ?? [];
  return [...new Set(names)].filter(name => !WORDS.has(name.toLowerCase()));
}

/** Which of the metrics of expressions a store does not have in their time; empty where it does not say. */
async function absentOf(
  client: IApiClient,
  silent: readonly ISilent[],
  signal: AbortSignal
): Promise<ReadonlySet<string>> {
  const names = [
    ...new Set(silent.flatMap(({ query }) => metricsIn(query.expr)))
  ].slice(0, MOST);
  if (names.length === 0) {
    return new Set();
  }
  const moments = silent.flatMap(({ query: { start, end } }) => [
    start ?? end,
    end
  ]);
  const body = {
    source: silent[0].source,
    what: 'values' as const,
    label: METRIC,
    match: [`{${METRIC}=~"${names.join('|')}"}`],
    start: Math.min(...moments),
    end: Math.max(...moments)
  };
  const { values, problem } = await client.call(
    'listUsageLabels',
    { body },
    signal
  );
  const known = new Set(values ?? []);
  return new Set(problem ? [] : names.filter(name => !known.has(name)));
}

/**
 * Why panels have no data, where that is because a store has no such metric: it was renamed, or is not collected.
 *
 * @param say - puts the names into words.
 */
export async function explainSilence(
  client: IApiClient,
  silent: readonly ISilent[],
  data: ReadonlyMap<number, IPanelData>,
  say: (names: readonly string[]) => string,
  signal: AbortSignal
): Promise<ReadonlyMap<number, Fetched>> {
  const said = new Map<number, Fetched>();
  for (const source of new Set(silent.map(one => one.source))) {
    const mine = silent.filter(one => one.source === source);
    // What is shown without it is right: it only says less.
    const absent = await absentOf(client, mine, signal).catch(
      () => new Set<string>()
    );
    for (const [id, known] of data) {
      const names = mine
        .filter(({ panelId }) => panelId === id)
        .flatMap(({ query }) => metricsIn(query.expr))
        .filter(name => absent.has(name));
      if (names.length > 0) {
        const problems = [...known.problems, say([...new Set(names)])];
        said.set(id, { ...known, problems });
      }
    }
  }
  return said;
}
