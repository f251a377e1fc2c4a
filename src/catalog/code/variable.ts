import { isPythonName } from '../../ui/python';

/** Names that Python or load code itself uses: data must not hide them. */
const TAKEN = new Set(
  (
    'abs all any bin bool bytes callable chr complex delattr dict dir display divmod enumerate eval exec exit filter ' +
    'float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list ' +
    'locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set ' +
    'setattr slice sorted staticmethod str sum super tuple type vars zip copyright credits license get_ipython ' +
    'ascii bytearray breakpoint classmethod compile match case ' +
    'xr pd dd np da plt fsspec glob intake rioxarray xarray pandas dask numpy cat client url file dt rd In Out _ ' +
    'items odc pystac_client planetary_computer earthaccess earthdata_keys os provider_session requests'
  ).split(' ')
);

/** Longest name, in characters. */
const LENGTH = 40;

/** A Python variable for data of this name: plain letters, no keyword or builtin, not among the used names. */
export function variableName(
  name: string,
  used: ReadonlySet<string> = new Set()
): string {
  const letters = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .slice(0, LENGTH)
    .replace(/^_+|_+$/g, '');
  const started = /^[A-Za-z]/.test(letters)
    ? letters
    : letters
      ? `data_${letters}`
      : 'data';
  const free = (word: string): boolean =>
    isPythonName(word) && !TAKEN.has(word) && !used.has(word);
  const base =
    isPythonName(started) && !TAKEN.has(started) ? started : `${started}_data`;
  let word = base;
  for (let count = 2; !free(word); count++) {
    word = `${base}_${count}`;
  }
  return word;
}

/** Every word of some source that could be a name; more than are bound, never fewer. */
export function namesIn(sources: Iterable<string>): Set<string> {
  const names = new Set<string>();
  for (const text of sources) {
    for (const [word] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) {
      names.add(word);
    }
  }
  return names;
}
