import * as fc from 'fast-check';
import { regexOf } from '../regex';

function found(pattern: string, text: string) {
  return regexOf(pattern)?.exec(text)?.groups;
}

describe('regexOf', () => {
  it('reads patterns between slashes, and bare ones as whole values', () => {
    expect(found('/b+/', 'abbc')).toEqual(['bb']);
    expect(found('b+', 'abbc')).toBeUndefined();
    expect(found('a.*', 'abbc')).toEqual(['abbc']);
    expect(found('/B+/i', 'abbc')).toEqual(['bb']);
    expect(found('/^b/m', 'a\nb')).toEqual(['b']);
    expect(found('/a.b/s', 'a\nb')).toEqual(['a\nb']);
  });

  it('reads those of real dashboards', () => {
    expect(found('^(?!multiple$).+', 'multiple')).toBeUndefined();
    expect(found('^(?!multiple$).+', 'multiples')).toEqual(['multiples']);
    expect(regexOf('I/O.*')?.test('I/O wait')).toBe(true);
    const named = regexOf(
      '/username="(?<text>[^"]+)|pod="(?<value>[^"]+)/g'
    )?.all('x{pod="p-1", username="ann"} 4');
    expect(named?.map(match => match.named)).toEqual([
      { text: undefined, value: 'p-1' },
      { text: 'ann', value: undefined }
    ]);
  });

  it.each([
    '/(/',
    '/)/',
    '/[z-a]/',
    '/*a/',
    '/a{2,1}/',
    '/(a)\\1/',
    '/(?<=a)b/',
    '/a{9999}/',
    `/${'a'.repeat(2001)}/`,
    `/${'('.repeat(50)}${')'.repeat(50)}/`
  ])('does not read %s', pattern => {
    expect(regexOf(pattern)).toBeNull();
  });

  it.each([
    ['/^(a+)+$/', `${'a'.repeat(5000)}b`],
    ['/^(a|a)*$/', `${'a'.repeat(5000)}b`],
    ['/(.*)*(.*)*(.*)*x/', 'a'.repeat(5000)],
    ['/.*.*.*.*.*.*.*x/', 'a'.repeat(5000)],
    ['/(?=(?=(?=.*x).*x).*x)*y/', 'a'.repeat(5000)],
    ['/(?:(?=.*x)a|a)*y/', 'a'.repeat(5000)],
    ['/(a?){1000}a{900}/', 'a'.repeat(1000)],
    ['/a/', 'b'.repeat(10_000_000)]
  ])('ends soon with %s, which others may never leave', (pattern, text) => {
    const start = performance.now();
    expect(regexOf(pattern)?.test(text) ?? false).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('gives up on a pattern that was too costly often', () => {
    const regex = regexOf('/(?:.*,){20}x/');
    const isFound = () => regex?.exec(`${','.repeat(20)}x`) !== null;
    expect(isFound()).toBe(true);
    for (let i = 0; i < 20; i++) {
      expect(isFound()).toBe(true);
      expect(regex?.exec(','.repeat(5000))).toBeNull();
    }
    expect(isFound()).toBe(false);
  });

  it('does not search texts of more than 10,000 characters, and is none the worse', () => {
    const regex = regexOf('/b$/');
    for (let i = 0; i < 50; i++) {
      expect(regex?.test(`${'a'.repeat(10_000)}b`)).toBe(false);
    }
    expect(regex?.test(`${'a'.repeat(9999)}b`)).toBe(true);
  });

  it('remembers what it has tested, a bounded number of texts', () => {
    const regex = regexOf('/^a/');
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 1200; i++) {
        expect(regex?.test(`${i % 2 ? 'a' : 'b'}${i}`)).toBe(i % 2 === 1);
      }
    }
  });

  it('replaces with what was matched', () => {
    const regex = regexOf('/(\\w)(?<rest>\\w*)/');
    expect(regex?.replace('abc def', '$2-$1')).toBe('bc-a def');
    expect(regex?.replace('abc', '[$&] $$ $<rest> $9')).toBe('[abc] $ bc $9');
    expect(regexOf('/a/g')?.replace('banana', 'o')).toBe('bonono');
    expect(regexOf('/x*/g')?.replace('ab', '-')).toBe('-ab');
  });

  const atom = fc.constantFrom(
    ...['a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '\\.', '^', '$', '\\b'],
    ...['(?=a)', '(?!b)', '\\x61', '\\u0062', '\\n', '[\\]a]']
  );
  const { pattern } = fc.letrec<{ pattern: string; piece: string }>(tie => ({
    piece: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      atom,
      fc.constantFrom(
        'a*',
        'b+',
        'a?',
        'a*?',
        'b+?',
        'a{1,2}',
        'b{2}',
        'a{0,}?'
      ),
      tie('pattern').map(inside => `(${inside})`),
      tie('pattern').map(inside => `(?:${inside})`),
      tie('pattern').map(inside => `(?:${inside}b)*`),
      tie('pattern').map(inside => `(?:a${inside})+?`),
      fc
        .tuple(tie('pattern'), tie('pattern'))
        .map(parts => `(?:${parts.join('|')})`)
    ),
    pattern: fc
      .array(tie('piece'), { maxLength: 4 })
      .map(parts => parts.join(''))
  }));

  it('finds what the browser’s engine finds', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'b', '1', '.', '\n', ']'),
      maxLength: 10
    });
    let matches = 0;
    fc.assert(
      fc.property(pattern, letters, (source, text) => {
        const native = new RegExp(source).exec(text);
        const own = regexOf(`/${source}/`);
        expect(own).not.toBeNull();
        const match = own?.exec(text) ?? null;
        expect(match && [match.index, match.groups[0]]).toEqual(
          native && [native.index, native[0]]
        );
        matches += native ? 1 : 0;
      }),
      { numRuns: 3000 }
    );
    expect(matches).toBeGreaterThan(100);
  });

  it('never throws, whatever a pattern says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        (source, text) => {
          regexOf(`/${source}/`)?.exec(text);
          regexOf(source)?.replace(text, source);
        }
      ),
      { numRuns: 1000 }
    );
  });
});
