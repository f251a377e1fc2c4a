import { pythonString } from '../../ui/python';
import { unique } from './address';

/** What the server puts in place of a secret in the query of an address. */
const MARK = '…';

/** An address with a query of which a value is not told. */
const WITHHELD = /https?:\/\/[^\s]*[?&][^=&?#\s]+=…/i;

/** Where a value is not told; what stands around it is kept. */
const PLACES = /(?<=[?&][^=&?#\s]+=)…/;

const SCHEME = /https?:\/\//i;

/** Whether a text is an address that lacks a secret, which the server keeps to itself. */
export function isWithheld(text: string): boolean {
  return text.includes(MARK) && WITHHELD.test(text);
}

/** Whether a location that may lack secrets is that of a whole one. */
export function isWholeOf(location: string, whole: string): boolean {
  if (!isWithheld(location)) {
    return false;
  }
  const parts = location
    .split(PLACES)
    .map(part => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^&#]*')}$`).test(whole);
}

/** The variables of the environment that hold what an address lacks, in order; the catalog has no say in them. */
function variablesOf(text: string): string[] {
  const name = tokenName(text.slice(Math.max(0, text.search(SCHEME))));
  return text
    .split(PLACES)
    .slice(1)
    .map((_, index) => (index ? `${name}_${index + 1}` : name));
}

/** Python source of an address that lacks secrets, which takes them from the environment. */
export function completed(text: string): string {
  const variables = variablesOf(text);
  return text
    .split(PLACES)
    .flatMap((part, index) => [
      ...(index ? [`os.environ[${pythonString(variables[index - 1])}]`] : []),
      ...(part ? [pythonString(part)] : [])
    ])
    .join(' + ');
}

/** What to tell of addresses that lack secrets, where code uses them. */
export function withheldNotes(
  addresses: readonly string[],
  code: string
): string[] {
  const names = unique(addresses.filter(isWithheld).flatMap(variablesOf));
  return names
    .filter(name => code.includes(`os.environ['${name}']`))
    .map(
      name =>
        `An address here has a token, which is left out: put it into the environment variable ${name}`
    );
}

/** The variable of the environment in which code looks for the token of a host; the catalog has no say in it. */
export function tokenName(url: string): string {
  const host = /^[\w+.-]+:\/\/(?:[^/?#@]*@)?([^/?#:]*)/.exec(url)?.[1] ?? '';
  const word = host
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return `${/^[0-9]/.test(word) ? 'HOST_' : ''}${word || 'DATA'}_TOKEN`;
}
