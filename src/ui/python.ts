/**
 * Python source for values, the one way by which a string of somebody else gets into code.
 *
 * The result is what Python's own `repr` writes, so it holds no character that could end the literal.
 */

const SHORT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t'
};

/** What Python calls not printable: the categories Other and Separator, but for the space. */
const NOT_PRINTABLE = /[\p{C}\p{Z}]/u;

/** A Python string literal that evaluates to exactly these code points (lone surrogates too). */
export function pythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = '';
  for (const letter of text) {
    body += letter === quote ? `\\${quote}` : escapeLetter(letter);
  }
  return quote + body + quote;
}

function escapeLetter(letter: string): string {
  const short = SHORT[letter];
  if (short !== undefined) {
    return short;
  }
  if (letter === ' ' || !NOT_PRINTABLE.test(letter)) {
    return letter;
  }
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x100) {
    return `\\x${hex(code, 2)}`;
  }
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}

function pythonNumber(value: number): string {
  if (Number.isNaN(value)) {
    return "float('nan')";
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? "float('inf')" : "float('-inf')";
  }
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** Python source for a JSON value; `undefined` inside an object is left out, as JSON does. */
export function pythonLiteral(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return pythonString(value);
    case 'number':
      return pythonNumber(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'bigint':
      return String(value);
    case 'object':
      if (value === null) {
        return 'None';
      }
      if (Array.isArray(value)) {
        return `[${value.map(pythonLiteral).join(', ')}]`;
      }
      return pythonDict(value);
    default:
      return 'None';
  }
}

function pythonDict(value: object): string {
  const items = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => `${pythonString(key)}: ${pythonLiteral(item)}`);
  return `{${items.join(', ')}}`;
}

/** Whether a word can stand as a Python name, as a keyword argument or a variable. */
export function isPythonName(word: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(word) && !KEYWORDS.has(word);
}

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except ' +
    'finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' ')
);
