/**
 * Coastlines for the small map of the Catalog panel: src/catalog/panel/coast.ts from Natural Earth's land at 1:110m.
 *
 *   npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
 *   node tools/coast.mjs package/land-110m.json
 *
 * Done once; the result is committed, so that no package is needed for it.
 */
import fs from 'node:fs';
import { at } from './lib/paths.mjs';

/** Units of the map a degree: what the eye can tell on a map of some 400 pixels. */
const SCALE = 2;

const { arcs, objects, transform } = JSON.parse(
  fs.readFileSync(process.argv[2], 'utf8')
);
const lines = arcs.map(arc => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [
      x * transform.scale[0] + transform.translate[0],
      y * transform.scale[1] + transform.translate[1]
    ];
  });
});

/** Rings in units of the map, from the north-west corner: what crosses the date line lies over both edges. */
function rings(indexes) {
  const points = indexes.flatMap(index =>
    index < 0 ? [...lines[~index]].reverse() : lines[index]
  );
  const whole = unwrapped(points);
  // Around a pole there is no way to do without the edges.
  const turns = whole === null ? [0] : [0, -360, 360];
  return turns
    .map(turn => (whole ?? points).map(([lon, lat]) => [lon + turn, lat]))
    .filter(ring => ring.some(([lon]) => lon > -180 && lon < 180))
    .map(ring =>
      ring.map(([lon, lat]) => [
        Math.round((lon + 180) * SCALE),
        Math.round((90 - lat) * SCALE)
      ])
    );
}

/** A ring without leaps from one edge of the map to the other; null where it does not close then. */
function unwrapped(points) {
  let turn = 0;
  const whole = points.map(([lon, lat], place) => {
    const leap = place ? lon - points[place - 1][0] : 0;
    turn += leap > 180 ? -360 : leap < -180 ? 360 : 0;
    return [lon + turn, lat];
  });
  return turn === 0 ? whole : null;
}

/** A closed path in relative steps; nothing for what is too small to be seen. */
function pathOf(points) {
  const steps = [];
  let [x, y] = points[0];
  for (const [nextX, nextY] of points.slice(1)) {
    if (nextX !== x || nextY !== y) {
      steps.push(`${nextX - x} ${nextY - y}`);
      [x, y] = [nextX, nextY];
    }
  }
  return steps.length > 2 ? `M${points[0].join(' ')}l${steps.join(' ')}z` : '';
}

const path = objects.land.geometries
  .flatMap(({ arcs: polygons }) => polygons.flat())
  .flatMap(rings)
  .map(pathOf)
  .join('')
  .replace(/ -/g, '-');
const text = `/**
 * Outlines of all land as a path of SVG: ${SCALE} units a degree, from 180 degrees west and 90 degrees north.
 *
 * From Natural Earth (public domain), 1:110m, by world-atlas 2.0.2 (ISC) and tools/coast.mjs.
 */
export const COAST =
  '${path}';
`;
fs.writeFileSync(at('src/catalog/panel/coast.ts'), text);
console.log(`${text.length} characters`);
