import { own } from './json';

/** What colours depend on beside their name. */
export interface Theme {
  readonly isDark: boolean;
}

/** Hues of Grafana's names, from super-light to dark. */
const HUES: Readonly<Record<string, readonly string[]>> = {
  red: ['#ffa6b0', '#ff7383', '#f2495c', '#e02f44', '#c4162a'],
  orange: ['#ffcb7d', '#ffb357', '#ff9830', '#ff780a', '#fa6400'],
  yellow: ['#fff899', '#ffee52', '#fade2a', '#f2cc0c', '#e0b400'],
  green: ['#c8f2c2', '#96d98d', '#73bf69', '#56a64b', '#37872d'],
  blue: ['#c0d8ff', '#8ab8ff', '#5794f2', '#3274d9', '#1f60c4'],
  purple: ['#deb6f2', '#ca95e5', '#b877d9', '#a352cc', '#8f3bb8']
};

const SHADES: Readonly<Record<string, number>> = {
  'super-light-': 0,
  'light-': 1,
  '': 2,
  'semi-dark-': 3,
  'dark-': 4
};

const NAME =
  /^(super-light-|light-|semi-dark-|dark-|)(red|orange|yellow|green|blue|purple)$/;

/** CSS names that dashboards use; any other word is no colour here. */
const KEYWORDS = new Set(
  (
    'aqua beige black brown coral crimson cyan fuchsia gold gray grey indigo ivory khaki lavender lime magenta maroon navy olive orchid pink plum ' +
    'salmon sienna silver tan teal tomato turquoise violet white darkgreen darkred darkblue darkorange lightblue lightgreen lightgray lightgrey ' +
    'darkgray darkgrey steelblue skyblue royalblue forestgreen seagreen limegreen orangered hotpink'
  ).split(' ')
);

const HEX = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const FUNCTION =
  /^(?:rgb|hsl)a?\(\s*\d{1,3}(?:\.\d{1,6})?(?:deg)?%?(?:\s*[,\s]\s*\d{1,3}(?:\.\d{1,6})?%?){2}(?:\s*[,/]\s*(?:\d{1,3}(?:\.\d{1,20})?|\.\d{1,20})%?)?\s*\)$/i;

/** Words of Grafana's that depend on the theme. */
function themed(name: string, isDark: boolean): string | null {
  switch (name) {
    case 'transparent':
      return 'transparent';
    case 'text':
      return isDark ? '#e0e0e0' : '#212121';
    case 'panel-bg':
      return isDark ? '#111111' : '#ffffff';
    default:
      return null;
  }
}

/**
 * A CSS colour for what a dashboard names as one.
 *
 * @returns Null for everything else: no other text of a dashboard ever gets into a style.
 */
export function cssColor(name: string, { isDark }: Theme): string | null {
  const word = name.length <= 80 ? name.trim() : '';
  const found = NAME.exec(word);
  if (found) {
    return HUES[found[2]][SHADES[found[1]]];
  }
  const isCss = HEX.test(word) || FUNCTION.test(word) || KEYWORDS.has(word);
  return themed(word, isDark) ?? (isCss ? word : null);
}

/** What is drawn where a dashboard's colour cannot be read. */
export function usualColor({ isDark }: Theme): string {
  return isDark ? '#b0b0b0' : '#616161';
}

type Rgb = readonly [number, number, number];

/** Points of Grafana's scales, evenly apart; single hues begin at the page. */
const SCALES: Readonly<Record<string, readonly string[]>> = {
  'continuous-GrYlRd': ['#73bf69', '#fade2a', '#f2495c'],
  'continuous-RdYlGr': ['#f2495c', '#fade2a', '#73bf69'],
  'continuous-BlYlRd': ['#5794f2', '#fade2a', '#f2495c'],
  'continuous-YlRd': ['#fade2a', '#f2495c'],
  'continuous-BlPu': ['#5794f2', '#b877d9'],
  'continuous-YlBl': ['#fade2a', '#5794f2'],
  'continuous-blues': ['page', '#5794f2'],
  'continuous-reds': ['page', '#f2495c'],
  'continuous-greens': ['page', '#73bf69'],
  'continuous-purples': ['page', '#b877d9']
};

function rgbOf(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function mix(from: string, to: string, part: number): string {
  const [a, b] = [rgbOf(from), rgbOf(to)];
  const mixed = a.map((start, i) => Math.round(start + (b[i] - start) * part));
  return `rgb(${mixed.join(', ')})`;
}

/**
 * The colour of a place on a scale.
 *
 * @param mode - As `continuous-GrYlRd`; an unknown one counts as that.
 * @param fraction - 0 to 1; what lies outside takes the nearest end.
 */
export function continuousColor(
  mode: string,
  fraction: number,
  { isDark }: Theme = { isDark: false }
): string {
  const known = own(SCALES, mode) ?? SCALES['continuous-GrYlRd'];
  const page = isDark ? '#2b2b2b' : '#ececec';
  const points = known.map(point => (point === 'page' ? page : point));
  const place = Number.isFinite(fraction)
    ? Math.min(1, Math.max(0, fraction)) * (points.length - 1)
    : 0;
  const left = Math.min(points.length - 2, Math.floor(place));
  return mix(points[left], points[left + 1], place - left);
}

/** A hex colour made lighter or darker by its place among the series, for the mode `shades`. */
export function shade(color: string, index: number): string {
  if (!/^#[0-9a-f]{6}/i.test(color)) {
    return color;
  }
  const step = Math.floor(Math.abs(index)) % 8;
  const part = Math.ceil(step / 2) * 0.18;
  return mix(color.slice(0, 7), step % 2 === 1 ? '#ffffff' : '#000000', part);
}
