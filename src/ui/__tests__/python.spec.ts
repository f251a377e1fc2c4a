import * as fc from 'fast-check';
import { isPythonName, pythonLiteral, pythonString } from '../python';

/** Reads a Python string literal back by the rules of the language reference. */
function evaluate(literal: string): string {
  const quote = literal[0];
  expect(literal.endsWith(quote)).toBe(true);
  const body = literal.slice(1, -1);
  const escape =
    /\\(?:(\\|'|"|n|r|t)|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))/g;
  const rest = body.replace(escape, '');
  expect([quote, '\\', '\n', '\r'].filter(end => rest.includes(end))).toEqual(
    []
  );
  return body.replace(escape, (_all, short: string | undefined, ...codes) => {
    if (short) {
      return { n: '\n', r: '\r', t: '\t' }[short] ?? short;
    }
    const code = codes.slice(0, 3).find(Boolean) as string;
    return String.fromCodePoint(parseInt(code, 16));
  });
}

/** Any JavaScript string: also lone surrogates, quotes, controls and line ends. */
const anyString = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)),
    fc.constantFrom("'", '"', '\\', '\n', '\r', '\u2028', '\0', '{', '}', '#')
  )
});

describe('a Python literal', () => {
  it.each([
    ['plain', "'plain'"],
    ["it's", '"it\'s"'],
    [`'"`, `'\\'"'`],
    ['a\\b', "'a\\\\b'"],
    ['a\nb\r\t', "'a\\nb\\r\\t'"],
    ['\0\x7f\xa0', "'\\x00\\x7f\\xa0'"],
    ['\u2028é中', "'\\u2028é中'"],
    ['\ud800', "'\\ud800'"],
    ['😀', "'😀'"],
    ['\u{e0001}', "'\\U000e0001'"]
  ])('of %j is %s', (text, literal) => {
    expect(pythonString(text)).toBe(literal);
  });

  it('evaluates to the string it was made of', () => {
    fc.assert(
      fc.property(anyString, text => {
        expect(evaluate(pythonString(text))).toBe(text);
      }),
      { numRuns: 2000 }
    );
  });

  it('holds no character that ends a line or is invisible', () => {
    fc.assert(
      fc.property(anyString, text => {
        expect(pythonString(text)).not.toMatch(/[\p{C}\u2028\u2029]/u);
      }),
      { numRuns: 1000 }
    );
  });

  it('writes JSON values as Python does', () => {
    expect(
      pythonLiteral({ a: [1, 2.5, null, true, false], "b'": 'x', c: undefined })
    ).toBe(`{'a': [1, 2.5, None, True, False], "b'": 'x'}`);
  });

  it('writes numbers that JSON has not', () => {
    expect(pythonLiteral([NaN, Infinity, -Infinity, -0])).toBe(
      "[float('nan'), float('inf'), float('-inf'), -0.0]"
    );
  });
});

describe('a Python name', () => {
  it.each(['x', '_a1', 'chunk_size'])('can be %s', word => {
    expect(isPythonName(word)).toBe(true);
  });

  it.each(['', '1a', 'a-b', 'class', 'None', 'a b', 'é'])(
    'cannot be %j',
    word => {
      expect(isPythonName(word)).toBe(false);
    }
  );
});
