/** What Grafana's documentation says of variables in PromQL and of steps, written for tests without anything of the reader. */

/** A variable and what is chosen of it. */
export interface IGiven {
  readonly values: readonly string[];
  readonly text?: string;
  /** Whether several values may be chosen: it is then written as a pattern. */
  readonly isPattern?: boolean;
  /** Whether the value is the pattern that the author gave for *All*. */
  readonly isWritten?: boolean;
}

/** All that an expression may refer to; times in milliseconds. */
export interface IMoment {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly scrape: number;
  readonly given: Readonly<Record<string, IGiven>>;
}

const SECOND = 1000;
const UNITS: ReadonlyArray<readonly [string, number]> = [
  ['y', 31_536_000_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', SECOND],
  ['ms', 1]
];

/** Lengths up to which each interval is taken. */
const STEPS: ReadonlyArray<readonly [below: number, step: number]> = [
  [750, 500],
  [1500, 1000],
  [3500, 2000],
  [7500, 5000],
  [12_500, 10_000],
  [17_500, 15_000],
  [25_000, 20_000],
  [45_000, 30_000],
  [90_000, 60_000],
  [210_000, 120_000],
  [450_000, 300_000],
  [750_000, 600_000],
  [1_050_000, 900_000],
  [1_500_000, 1_200_000],
  [2_700_000, 1_800_000],
  [5_400_000, 3_600_000],
  [9_000_000, 7_200_000],
  [16_200_000, 10_800_000],
  [32_400_000, 21_600_000],
  [86_400_000, 43_200_000]
];

/** Milliseconds of `30s`, of one unit. */
export function lengthOf(written: string): number {
  const unit = UNITS.find(
    ([name]) => written.replace(/[\d.]+/, '') === name
  )?.[1];
  if (unit === undefined) {
    throw new Error(`no length: ${written}`);
  }
  return parseFloat(written) * unit;
}

/** Milliseconds between two points, before the lowest step counts. */
export function stepFor(length: number, points: number): number {
  const found = STEPS.find(([below]) => length / points < below);
  if (!found) {
    throw new Error('longer than these rules reach');
  }
  return found[1];
}

function written(length: number): string {
  let left = length;
  return UNITS.map(([name, size]) => {
    const count = Math.trunc(left / size);
    left -= count * size;
    return count === 0 ? '' : `${count}${name}`;
  }).join('');
}

function builtIn(name: string, moment: IMoment): string | undefined {
  const { from, to, step, scrape } = moment;
  const rate = Math.max(step + scrape, 4 * scrape);
  const known: Readonly<Record<string, string>> = {
    __interval: written(step),
    __interval_ms: String(step),
    __rate_interval: written(rate),
    __rate_interval_ms: String(rate),
    __range: `${(to - from) / SECOND}s`,
    __range_s: String((to - from) / SECOND),
    __range_ms: String(to - from),
    __from: String(from),
    __to: String(to)
  };
  return known[name];
}

/** Each sign that means something in a pattern, behind so many backslashes. */
function masked(value: string, signs: string, backslashes: string): string {
  return [...value]
    .map(sign => (signs.includes(sign) ? backslashes + sign : sign))
    .join('');
}

function pattern(values: readonly string[], backslashes: string): string {
  const masks = values.map(one =>
    masked(
      one,
      '^$*+?.()|[]{}' + (backslashes === '\\' ? '/' : ''),
      backslashes
    )
  );
  return masks.length === 1 ? masks[0] : `(${masks.join('|')})`;
}

const FORMATS: Readonly<Record<string, (given: IGiven) => string>> = {
  '': ({ values, isPattern }) =>
    isPattern ? pattern(values, '\\\\') : values.join(','),
  csv: ({ values }) => values.join(','),
  raw: ({ values }) => values.join(','),
  pipe: ({ values }) => values.join('|'),
  regex: ({ values }) => pattern(values, '\\'),
  glob: ({ values }) =>
    values.length > 1 ? `{${values.join(',')}}` : values[0],
  json: ({ values }) => JSON.stringify(values.length > 1 ? values : values[0]),
  doublequote: ({ values }) => values.map(one => `"${one}"`).join(','),
  singlequote: ({ values }) => values.map(one => `'${one}'`).join(','),
  text: ({ text, values }) => text ?? values.join(' + ')
};

function value(name: string, format: string, moment: IMoment) {
  if (!Object.hasOwn(moment.given, name)) {
    return builtIn(name, moment);
  }
  const given = moment.given[name];
  return given.isWritten && ['', 'regex'].includes(format)
    ? given.values.join()
    : FORMATS[format](given);
}

/** Where a reference that begins here ends, and what it says. */
function reference(text: string, at: number): [end: number, inside: string] {
  const braces = [
    ['${', '}'],
    ['[[', ']]']
  ].find(([open]) => text.startsWith(open, at));
  if (braces) {
    const close = text.indexOf(braces[1], at);
    return close < 0
      ? [at + 1, '']
      : [close + braces[1].length, text.slice(at + 2, close)];
  }
  let end = at + 1;
  while (text[at] === '$' && /\w/.test(text[end] ?? ' ')) {
    end += 1;
  }
  return [end, text.slice(at + 1, end)];
}

/** An expression with its variables filled in; what names none stays. */
export function filled(text: string, moment: IMoment): string {
  let made = '';
  for (let at = 0; at < text.length;) {
    const [end, inside] = reference(text, at);
    const [name, ...format] = inside.split(':');
    const found =
      name === '' ? undefined : value(name, format.join(':'), moment);
    made += found ?? text.slice(at, end);
    at = end;
  }
  return made;
}
