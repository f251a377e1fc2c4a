import { type FormattedValue } from '../types';
import { CATALOGUE } from './catalogue';
import { dated } from './dates';
import { fixed } from './number';
import {
  counted,
  currency,
  either,
  type FormatContext,
  plain,
  prefixed,
  type ScaledUnit,
  siNamed,
  suffixed,
  type Unit,
  write
} from './unit';

export { formatDate } from './dates';
export { type FormatContext } from './unit';

function split(text: string, mark = ':'): readonly [string, string] {
  const place = text.indexOf(mark);
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
}

/** Sums of money as the browser's language groups their digits: `currency:financial:€:suffix`. */
function financial(text: string): Unit {
  const [symbol, place] = split(text);
  const isBehind = place === 'suffix';
  return {
    words: (value, decimals) => ({
      text: value.toLocaleString(undefined, {
        minimumFractionDigits: Math.min(20, Math.max(0, decimals ?? 0)),
        maximumFractionDigits: Math.min(20, Math.max(0, decimals ?? 1))
      }),
      prefix: isBehind ? '' : symbol,
      suffix: isBehind ? symbol : ''
    })
  };
}

function money(text: string): Unit {
  const [kind, rest] = split(text);
  return kind === 'financial' ? financial(rest) : currency(text);
}

/** Units that dashboards make themselves, by what stands before the first colon. */
const CUSTOM: Readonly<Record<string, (rest: string) => Unit>> = {
  prefix: prefixed,
  suffix: suffixed,
  time: pattern => dated(pattern),
  si: siNamed,
  count: counted,
  currency: money,
  bool: text => either(...split(text, '/'))
};

function unitOf(name: string): Unit {
  const known = CATALOGUE.get(name);
  if (known) {
    return known;
  }
  const [kind, rest] = split(name);
  return rest !== '' && Object.hasOwn(CUSTOM, kind)
    ? CUSTOM[kind](rest)
    : suffixed(name);
}

/**
 * A value in words, as Grafana writes it in the language en-US.
 *
 * @param value - In the unit given; null is empty, NaN is `NaN` without a unit, infinities are `∞` and `-∞`.
 * @param unit - An id of Grafana's catalogue; `suffix:x`, `prefix:x`, `si:x`, `count:x`, `currency:x`, `bool:yes/no`, `time:YYYY`;
 *   any other text is written behind the number.
 * @param decimals - Null is as many as three significant digits need. Of durations and clocks: how many parts follow the greatest.
 * @param context - What dates depend on; by default the browser's zone and clock.
 */
export function formatValue(
  value: number | null,
  unit: string,
  decimals: number | null = null,
  context: Partial<FormatContext> = {}
): FormattedValue {
  if (value === null) {
    return plain('');
  }
  if (Number.isNaN(value)) {
    return plain('NaN');
  }
  const found = unitOf(unit);
  return 'scale' in found
    ? write(found.scale(value), decimals)
    : found.words(value, decimals, {
        timezone: context.timezone ?? 'browser',
        now: context.now ?? Date.now()
      });
}

/** A value in words with its unit, in one text. See {@link formatValue}. */
export function formatText(
  value: number | null,
  unit: string,
  decimals: number | null = null,
  context: Partial<FormatContext> = {}
): string {
  const { text, prefix, suffix } = formatValue(value, unit, decimals, context);
  return `${prefix}${text}${suffix}`;
}

/** Decimals beyond which labels of an axis are not made longer. */
const MOST = 12;

/** Distances between finite values that follow each other and differ. */
function distances(values: readonly number[]): number[] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted
    .slice(1)
    .map((value, i) => value - sorted[i])
    .filter(distance => distance > 0);
}

/** Decimals that write a scaled tick with an error of less than a twentieth of a step. */
function tickDecimals(
  tick: number,
  step: number,
  unit: ScaledUnit,
  least: number
): number {
  const scaled = unit.scale(tick);
  const share = tick === 0 ? 0 : Math.abs(scaled.value / tick);
  let decimals = least;
  while (
    decimals < MOST &&
    Math.abs(scaled.value - Number(fixed(scaled.value, decimals))) >
      (step * share) / 20
  ) {
    decimals += 1;
  }
  return decimals;
}

function scaledTicks(
  ticks: readonly number[],
  unit: ScaledUnit,
  least: number
): string[] {
  const steps = distances(ticks);
  const step =
    steps.length > 0
      ? Math.min(...steps)
      : Math.abs(ticks.find(Number.isFinite) ?? 0);
  const isEven = Math.max(0, ...steps) < step * 20;
  // A sum of steps that should be zero may be 1e-17, which is no femtobyte.
  const values = ticks.map(tick => (Math.abs(tick) < step / 1e6 ? 0 : tick));
  const shared = new Map<string, number>();
  const scaled = values.map(value => {
    const at = unit.scale(value);
    const decimals = Number.isFinite(value)
      ? tickDecimals(value, step, unit, least)
      : 0;
    const most = Math.max(shared.get(at.suffix) ?? 0, decimals);
    shared.set(at.suffix, most);
    return { at, decimals };
  });
  return scaled.map(({ at, decimals }) => {
    const most = shared.get(at.suffix) ?? decimals;
    const { text, prefix, suffix } = write(at, isEven ? most : decimals);
    return `${prefix}${text}${suffix}`;
  });
}

/**
 * Labels of an axis' ticks. Ticks of one magnitude have the same count of decimals, and enough of them that no two different ticks read alike;
 * ticks of a logarithmic axis have as many as each needs.
 *
 * @param values - Of the ticks, in the unit given, in any order.
 * @param unit - As for {@link formatValue}.
 * @param decimals - What the panel asks for: no fewer are shown, more where ticks could not be told apart.
 */
export function formatTicks(
  values: readonly number[],
  unit: string,
  decimals: number | null = null,
  context: Partial<FormatContext> = {}
): string[] {
  const found = unitOf(unit);
  if ('scale' in found) {
    return scaledTicks(values, found, decimals ?? 0);
  }
  const different = new Set(values).size;
  let texts: string[] = [];
  for (let more = decimals ?? 0; more <= MOST; more++) {
    texts = values.map(value => formatText(value, unit, more, context));
    if (new Set(texts).size >= different) {
      break;
    }
  }
  return texts;
}
