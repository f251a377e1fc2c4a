import * as fc from 'fast-check';
import { dependencies, interpolate, references } from '../variables';
import { type Scope, type ScopeValue } from '../variables';

const value = (more: Partial<ScopeValue>): ScopeValue => ({
  values: [],
  text: '',
  isMulti: false,
  isRaw: false,
  ...more
});

const SCOPE: Scope = {
  variables: new Map([
    ['one', value({ values: ['a.b'], text: 'A' })],
    ['job', value({ values: ['a.b'], text: 'A', isMulti: true })],
    [
      'many',
      value({
        values: ['a.b', 'c d', `e'"f`],
        text: 'A + C + E',
        isMulti: true
      })
    ],
    ['all', value({ values: ['.*'], text: 'All', isMulti: true, isRaw: true })],
    ['none', value({ isMulti: true })],
    [
      'step',
      value({
        values: ['$__auto_interval_step'],
        text: 'auto',
        auto: { count: 30, minMs: 10_000 }
      })
    ],
    ['matcher', value({ values: ['job="x"'] })],
    ['quote', value({ values: ['say "x" \\ y'] })],
    ['loop', value({ values: ['$one'] })],
    ['__user', value({ values: ['me'] })]
  ]),
  span: {
    from: Date.UTC(2026, 0, 2, 3, 4, 5),
    to: Date.UTC(2026, 0, 2, 4, 4, 5)
  },
  intervalMs: 30_000
};

describe('interpolate', () => {
  it.each([
    ['$one', 'a.b'],
    ['${one}', 'a.b'],
    ['[[one]]', 'a.b'],
    ['x$one-y', 'xa.b-y'],
    ['$oneness', '$oneness'],
    ['${nothing}', '${nothing}'],
    ['$', '$'],
    ['${one', '${one'],
    ['$constructor ${__proto__}', '$constructor ${__proto__}'],
    ['$many', `{a.b,c d,e'"f}`],
    ['$none', ''],
    ['$loop', '$one'],
    ['$__user', 'me'],
    ['${one.text} ${many:text}', 'A A + C + E'],
    ['${many:csv}', `a.b,c d,e'"f`],
    ['${many:raw}', `a.b,c d,e'"f`],
    ['${many:pipe}', `a.b|c d|e'"f`],
    ['${many:regex}', `(a\\.b|c d|e'"f)`],
    ['[[one:regex]]', 'a\\.b'],
    ['${many:glob}', `{a.b,c d,e'"f}`],
    ['${one:glob}', 'a.b'],
    ['${many:json}', `["a.b","c d","e'\\"f"]`],
    ['${one:json}', '"a.b"'],
    ['${many:percentencode}', '%7Ba.b%2Cc%20d%2Ce%27%22f%7D'],
    ['${quote:percentencode}', 'say%20%22x%22%20%5C%20y'],
    ['${many:uriencode}', "%7Ba.b,c%20d,e'%22f%7D"],
    ['${many:queryparam}', 'var-many=a.b&var-many=c%20d&var-many=e%27%22f'],
    ['${many:doublequote}', `"a.b","c d","e'\\"f"`],
    ['${many:singlequote}', `'a.b','c d','e\\'"f'`],
    ['${many:sqlstring}', `'a.b','c d','e''"f'`],
    ['${many:html}', 'a.b, c d, e&#39;&quot;f'],
    ['${many:lucene}', `("a.b" OR "c d" OR "e'\\"f")`],
    ['${many:distributed}', `a.b,many=c d,many=e'"f`],
    ['${many:odd}', `{a.b,c d,e'"f}`],
    ['${all} ${all:regex} ${all:singlequote}', ".* .* '.*'"],
    ['$timeFilter $__all', '$timeFilter $__all']
  ])('makes %s to %s', (text, expected) => {
    expect(interpolate(text, SCOPE)).toBe(expected);
  });

  it.each([
    ['up{x="$one"}', 'up{x="a.b"}'],
    ['up{x=~"$job"}', 'up{x=~"a\\\\.b"}'],
    ['up{x=~"$many"}', `up{x=~"(a\\\\.b|c d|e'\\"f)"}`],
    ['up{x=~"$all"}', 'up{x=~".*"}'],
    ['up{$matcher}', 'up{job="x"}'],
    ['up{x="$quote"}', 'up{x="say \\"x\\" \\\\ y"}'],
    ['rate(x[$step])', 'rate(x[2m])'],
    ['${many:pipe}', `a.b|c d|e'"f`]
  ])('fills PromQL: %s', (text, expected) => {
    expect(interpolate(text, SCOPE, 'prometheus')).toBe(expected);
  });

  it('escapes values for PromQL so that only they match', () => {
    const unquoted = (text: string) => JSON.parse(text) as string;
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom(...'a.\\"|()[]{}^$*+?') }), {
          minLength: 1,
          maxLength: 3
        }),
        values => {
          const variables = new Map([['v', value({ values, isMulti: true })]]);
          const pattern = unquoted(
            interpolate('"$v"', { variables }, 'prometheus')
          );
          const regex = new RegExp(`^(?:${pattern})$`);
          values.forEach(item => expect(regex.test(item)).toBe(true));
          expect(regex.test(`${values.join('')}x`)).toBe(false);
        }
      )
    );
  });

  it.each([
    ['$__interval ${__interval}', '30s 30s'],
    ['$__interval_ms', '30000'],
    ['$__rate_interval', '1m'],
    ['$__range $__range_s ${__range_ms}', '3600s 3600 3600000'],
    ['$__from', '1767323045000'],
    ['${__to}', '1767326645000'],
    ['${__from:date}', '2026-01-02T03:04:05.000Z'],
    ['${__from:date:iso}', '2026-01-02T03:04:05.000Z'],
    ['${__from:date:seconds}', '1767323045'],
    ['${__from:date:YYYY}', 'YYYY of 1767323045000']
  ])('knows %s', (text, expected) => {
    const formatDate = (ms: number, pattern: string) => `${pattern} of ${ms}`;
    expect(interpolate(text, { ...SCOPE, formatDate })).toBe(expected);
  });

  it('takes the rate over four samples of the source', () => {
    const rate = (intervalMs: number, scrapeMs: number) =>
      interpolate('$__rate_interval', { ...SCOPE, intervalMs, scrapeMs });
    expect([rate(30_000, 60_000), rate(600_000, 60_000)]).toEqual([
      '4m',
      '11m'
    ]);
  });

  it('leaves built-in variables that are not known', () => {
    const empty = { variables: new Map() };
    const text = '$__interval $__range_s $__from $__rate_interval';
    expect(interpolate(text, empty)).toBe(text);
  });

  it('does not grow without bound', () => {
    const variables = new Map([
      ['v', value({ values: ['x'.repeat(100_000)] })]
    ]);
    const text = '$v'.repeat(50_000);
    expect(interpolate(text, { variables }).length).toBeLessThan(1_300_000);
  });

  it('encodes half of a pair of surrogates instead of throwing', () => {
    const variables = new Map([['v', value({ values: ['\ud800'] })]]);
    expect(interpolate('${v:percentencode}', { variables })).toBe('%EF%BF%BD');
  });
});

describe('dependencies', () => {
  it('are the dashboard’s own variables, each once', () => {
    const text = 'a{b="$x"}[$__interval] + ${y:csv} + [[z]] + $x $timeFilter';
    expect(dependencies(text)).toEqual(['x', 'y', 'z']);
    expect(references(text)).toContain('__interval');
  });
});
