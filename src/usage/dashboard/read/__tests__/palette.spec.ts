import { palette } from '../palette';

type Triple = readonly [number, number, number];

/** How dichromats see linear RGB, by Machado, Oliveira and Fernandes (2009) at full severity. */
const SIGHTS: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protanope: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranope: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  tritanope: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]
  ]
};

const XYZ: readonly Triple[] = [
  [0.4124 / 0.95047, 0.3576 / 0.95047, 0.1805 / 0.95047],
  [0.2126, 0.7152, 0.0722],
  [0.0193 / 1.08883, 0.1192 / 1.08883, 0.9505 / 1.08883]
];

function times(matrix: readonly Triple[], [x, y, z]: Triple): Triple {
  const [a, b, c] = matrix.map(row => row[0] * x + row[1] * y + row[2] * z);
  return [a, b, c];
}

function linear(color: string): Triple {
  const [r, g, b] = [1, 3, 5].map(at => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return [r, g, b];
}

function lab(color: string, sight: readonly Triple[]): Triple {
  const seen = times(sight, linear(color)).map(part =>
    Math.min(1, Math.max(0, part))
  );
  const [x, y, z] = times(XYZ, [seen[0], seen[1], seen[2]]).map(part =>
    part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116
  );
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(one: string, other: string, sight: readonly Triple[]) {
  const [a, b] = [lab(one, sight), lab(other, sight)];
  return Math.hypot(...a.map((part, i) => part - b[i]));
}

describe.each([
  ['light', false],
  ['dark', true]
])('colours of the %s theme', (_, isDark) => {
  it.each(Object.keys(SIGHTS))('stay apart to %s eyes', name => {
    const colors = Array.from({ length: 9 }, (__, i) => palette(i, isDark));
    for (const [i, one] of colors.entries()) {
      for (const other of colors.slice(0, i)) {
        const apart = distance(one, other, SIGHTS[name]);
        expect([one, other, apart >= 15.9]).toEqual([one, other, true]);
      }
    }
  });
});
