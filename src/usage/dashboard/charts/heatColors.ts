import { cssColor } from '../read/colors';
import { own, record, text } from '../read/json';
import type { Panel } from '../types';

/** Points of colour schemes from little to much, evenly apart, by Grafana's names; pale ends begin at the page. */
const SCHEMES: Readonly<Record<string, readonly string[]>> = {
  Oranges: ['page', '#fdbe85', '#fd8d3c', '#d94701'],
  Blues: ['page', '#9ecae1', '#4292c6', '#08519c'],
  Greens: ['page', '#a1d99b', '#41ab5d', '#006d2c'],
  Greys: ['page', '#969696', '#252525'],
  Purples: ['page', '#bcbddc', '#807dba', '#54278f'],
  Reds: ['page', '#fcae91', '#ef3b2c', '#99000d'],
  YlOrRd: ['#ffffb2', '#fecc5c', '#f03b20', '#bd0026'],
  YlGnBu: ['#ffffcc', '#41b6c4', '#253494'],
  RdYlGn: ['#d73027', '#fee08b', '#1a9850'],
  RdYlBu: ['#d73027', '#fee090', '#4575b4'],
  RdBu: ['#b2182b', '#f7f7f7', '#2166ac'],
  Spectral: ['#d53e4f', '#fee08b', '#99d594', '#3288bd'],
  Viridis: ['#440154', '#3b528b', '#21918c', '#5ec962', '#fde725'],
  Inferno: ['#000004', '#57106e', '#bc3754', '#f98e09', '#fcffa4'],
  Magma: ['#000004', '#51127c', '#b73779', '#fc8961', '#fcfdbf'],
  Plasma: ['#0d0887', '#7e03a8', '#cc4778', '#f89540', '#f0f921'],
  Cividis: ['#00224e', '#575c6d', '#a59c74', '#fee838'],
  Turbo: ['#30123b', '#28bceb', '#a4fc3c', '#fb7e21', '#7a0403']
};

/** How many colours a heatmap has at most. */
export const STEPS = 64;

/** Whether cells can have the colours that a panel says. */
export function hasScheme({ options }: Pick<Panel, 'options'>): boolean {
  const { mode, scheme } = record(options.color);
  return mode === 'opacity' || Object.hasOwn(SCHEMES, text(scheme, 'Oranges'));
}

/** The colours of cells from nothing to the most, as CSS. */
export function heatColors(
  { options }: Pick<Panel, 'options'>,
  isDark: boolean
): string[] {
  const { mode, scheme, fill } = record(options.color);
  const parts = Array.from({ length: STEPS }, (_, step) => step / (STEPS - 1));
  if (mode === 'opacity') {
    const color = cssColor(text(fill, 'dark-orange'), { isDark }) ?? '#fa6400';
    return parts.map(
      part =>
        `color-mix(in srgb, ${color} ${Math.round(part * 100)}%, transparent)`
    );
  }
  const known = own(SCHEMES, text(scheme, 'Oranges')) ?? SCHEMES.Oranges;
  const page = isDark ? '#2b2b2b' : '#f4f4f4';
  const points = known.map(point => (point === 'page' ? page : point));
  return parts.map(part => {
    const place = part * (points.length - 1);
    const left = Math.min(points.length - 2, Math.floor(place));
    const share = Math.round((place - left) * 100);
    return `color-mix(in srgb, ${points[left + 1]} ${share}%, ${points[left]})`;
  });
}
