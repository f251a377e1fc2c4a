/** Ways to write the values of a variable into a text, by Grafana's names. */
type Writer = (values: readonly string[], name: string) => string;

function regexEscaped(value: string): string {
  return value.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&');
}

/** One value as it is, several by a writer. */
function several(write: (values: readonly string[]) => string): Writer {
  return values => (values.length > 1 ? write(values) : (values[0] ?? ''));
}

function quoted(quote: string, escaped: string): Writer {
  return values =>
    values
      .map(value => quote + value.split(quote).join(escaped) + quote)
      .join(',');
}

/** A lone half of a pair of surrogates has no encoding. */
function wellFormed(value: string): string {
  return value.replace(/\p{Surrogate}/gu, '\ufffd');
}

function percent(value: string): string {
  return encodeURIComponent(wellFormed(value)).replace(
    /[!'()*]/g,
    mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
  );
}

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};

function lucene(value: string): string {
  return value.replace(/[-+=&|><!(){}[\]^"~*?:\\/]/g, '\\$&');
}

export const WRITERS: Readonly<Record<string, Writer>> = {
  raw: values => values.join(','),
  csv: values => values.join(','),
  text: values => values.join(' + '),
  pipe: values => values.join('|'),
  glob: several(values => `{${values.join(',')}}`),
  json: values => JSON.stringify(values.length === 1 ? values[0] : values),
  regex: values => {
    const escaped = values.map(regexEscaped);
    return escaped.length === 1 ? escaped[0] : `(${escaped.join('|')})`;
  },
  lucene: values =>
    values.length === 1
      ? lucene(values[0])
      : `(${values.map(value => `"${lucene(value)}"`).join(' OR ')})`,
  html: values => values.join(', ').replace(/[&<>"']/g, mark => MARKUP[mark]),
  percentencode: (values, name) => percent(WRITERS.glob(values, name)),
  uriencode: (values, name) =>
    encodeURI(wellFormed(WRITERS.glob(values, name))),
  queryparam: (values, name) =>
    values.map(value => `var-${percent(name)}=${percent(value)}`).join('&'),
  distributed: (values, name) =>
    values.map((value, i) => (i === 0 ? value : `${name}=${value}`)).join(','),
  doublequote: quoted('"', '\\"'),
  singlequote: quoted("'", "\\'"),
  sqlstring: quoted("'", "''")
};

/** A value whose quotes belong to PromQL: `job="x"`, or a whole expression. */
const MATCHER = /[=~]\s*"/;

/** Escaped for the pattern, and what that takes once more for the quotes around it. */
function promqlPattern(value: string): string {
  return value.replace(/[\\^$*+?.()|[\]{}"]/g, mark => {
    switch (mark) {
      case '"':
        return '\\"';
      case '\\':
        return '\\\\\\\\';
      default:
        return `\\\\${mark}`;
    }
  });
}

/**
 * Values inside the quotes of a PromQL matcher: what they hold is taken literally, several are alternatives of a pattern.
 *
 * @param isPattern - Of a variable that may have several values; PromQL then reads the text by `=~`.
 */
export function promql(values: readonly string[], isPattern: boolean): string {
  if (!isPattern) {
    const [value = ''] = values;
    return MATCHER.test(value) ? value : value.replace(/["\\]/g, '\\$&');
  }
  const escaped = values.map(promqlPattern);
  return escaped.length === 1 ? escaped[0] : `(${escaped.join('|')})`;
}
