import type { PreviewAxis } from './model';

/** 32-bit floats out of base64. */
export function floatsIn(text: string): Float32Array {
  const bytes = bytesIn(text);
  return new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
}

export function bytesIn(text: string): Uint8ClampedArray {
  return Uint8ClampedArray.from(atob(text), letter => letter.charCodeAt(0));
}

/** Anchors of a scale that eyes without red or green see as well, and that stays one in grey. */
const ANCHORS = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 73, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37]
] as const;

export const SCALE = `linear-gradient(to right, ${ANCHORS.map(
  anchor => `rgb(${anchor.join(' ')})`
).join(', ')})`;

/** Pixels of a plane of values; what is no number is transparent. */
export function pixelsOf(
  values: Float32Array,
  width: number,
  height: number,
  [low, high]: readonly [number, number],
  isFlipped: boolean
): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(width * height * 4);
  const span = high - low || 1;
  for (let row = 0; row < height; row++) {
    const source = isFlipped ? height - 1 - row : row;
    for (let column = 0; column < width; column++) {
      const value = values[source * width + column];
      if (Number.isFinite(value)) {
        const place = (row * width + column) * 4;
        pixels.set(colour((value - low) / span), place);
        pixels[place + 3] = 255;
      }
    }
  }
  return pixels;
}

function colour(share: number): [number, number, number] {
  const place = Math.min(1, Math.max(0, share)) * (ANCHORS.length - 1);
  const first = Math.min(Math.floor(place), ANCHORS.length - 2);
  const rest = place - first;
  return [0, 1, 2].map(part =>
    Math.round(
      ANCHORS[first][part] * (1 - rest) + ANCHORS[first + 1][part] * rest
    )
  ) as [number, number, number];
}

/** Whether a coordinate grows, so that as an ordinate its first value belongs at the bottom. */
export function isAscending({ values }: PreviewAxis): boolean {
  const first = values?.[0];
  const last = values?.[values.length - 1];
  return typeof first === 'number' && typeof last === 'number' && first < last;
}

/** A coordinate in words. */
export function placeOn(axis: PreviewAxis, index: number): string {
  const value = axis.values?.[index];
  return axis.labels
    ? (axis.labels[index] ?? '')
    : typeof value === 'number'
      ? inWords(value)
      : '';
}

export function inWords(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(5))) : '–';
}

/** Name and unit of an axis or a variable. */
export function named(name: string, units: string): string {
  return units ? `${name} [${units}]` : name;
}
