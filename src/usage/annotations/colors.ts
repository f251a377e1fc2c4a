import { cssColor, usualColor } from '../dashboard/read';

/** Contrast to the page that lines need (WCAG 1.4.11). */
const CONTRAST = 3;

type Rgb = readonly number[];

const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i;
const RGB = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?![\d.%])/;

/** A colour as canvases write it: hex or rgba. */
function plain(css: string): string {
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) {
    return css;
  }
  pen.fillStyle = css;
  return String(pen.fillStyle);
}

function rgbOf(css: string): Rgb | null {
  const read = (text: string) => {
    const hex = HEX.exec(text);
    const found = hex ?? RGB.exec(text);
    return found && found.slice(1).map(one => parseInt(one, hex ? 16 : 10));
  };
  return read(css) ?? read(plain(css));
}

/** Relative luminance, 0 to 1. */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map(one => {
    const part = Math.min(255, one) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colour that a dashboard names, whole, and as much darker or lighter as it takes to be seen on the page. */
export function lineColor(name: string, isDark: boolean): string {
  const theme = { isDark };
  const css = cssColor(name, theme) ?? usualColor(theme);
  let color = rgbOf(css === 'transparent' ? usualColor(theme) : css);
  if (!color) {
    return usualColor(theme);
  }
  const page = isDark ? [17, 17, 17] : [255, 255, 255];
  const end = isDark ? 255 : 0;
  while (contrast(color, page) < CONTRAST) {
    color = color.map(one => one + (end - one) * 0.1);
  }
  return `rgb(${color.map(Math.round).join(', ')})`;
}
