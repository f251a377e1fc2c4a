import * as React from 'react';

/** Units of the map a degree, as in the coastline. */
const SCALE = 2;
const WIDTH = 360 * SCALE;
const HEIGHT = 180 * SCALE;
/** What a box measures at least, so that it can be seen. */
const LEAST = 10;
/** A drag over less is a slip of the hand. */
const SLIP = 4;

/** West, south, east, north in degrees; west is greater than east over the date line. */
export type Box = readonly [number, number, number, number];

export interface IWorldMapProps {
  readonly box: Box | null;
  /** What the map shows, in words. */
  readonly label: string;
  /** Called with a box that was drawn; without it the map is only looked at. */
  readonly onBox?: (box: Box) => void;
}

interface IPoint {
  readonly x: number;
  readonly y: number;
}

/** The world with a box on it, which can be drawn by dragging; fields beside it do the same by keyboard. */
export function WorldMap({ box, label, onBox }: IWorldMapProps): JSX.Element {
  const coast = useCoast();
  const { drawn, handlers } = useDrawing(onBox);
  const shown = drawn ?? (box ? rectsOf(box) : []);
  return (
    <svg
      className={`jp-CatalogMap${onBox ? ' jp-mod-drawable' : ''}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      {...handlers}
    >
      <rect className="jp-CatalogMap-sea" width={WIDTH} height={HEIGHT} />
      <path className="jp-CatalogMap-land" d={coast} />
      <path
        className="jp-CatalogMap-lines"
        d={`M0 ${HEIGHT / 2}h${WIDTH}M${WIDTH / 2} 0v${HEIGHT}`}
      />
      {shown.map((rect, place) => (
        <rect key={place} className="jp-CatalogMap-box" {...rect} />
      ))}
    </svg>
  );
}

/** The coastline, which comes in a script of its own. */
function useCoast(): string {
  const [path, setPath] = React.useState('');
  React.useEffect(() => {
    let isShown = true;
    import('./coast').then(
      ({ COAST }) => isShown && setPath(COAST),
      // Without it there is the box all the same, and the lines.
      () => undefined
    );
    return () => {
      isShown = false;
    };
  }, []);
  return path;
}

interface IDrawing {
  readonly drawn: readonly IRect[] | null;
  readonly handlers: React.SVGProps<SVGSVGElement>;
}

function useDrawing(onBox: IWorldMapProps['onBox']): IDrawing {
  const [ends, setEnds] = React.useState<readonly [IPoint, IPoint] | null>(
    null
  );
  if (!onBox) {
    return { drawn: null, handlers: {} };
  }
  const end = (): void => {
    setEnds(null);
    if (ends && isLarge(ends)) {
      onBox(boxOf(ends));
    }
  };
  return {
    drawn: ends && isLarge(ends) ? rectsOf(boxOf(ends)) : null,
    handlers: {
      onPointerDown: event => {
        if (event.button === 0) {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          setEnds([pointOf(event), pointOf(event)]);
        }
      },
      onPointerMove: event => ends && setEnds([ends[0], pointOf(event)]),
      onPointerUp: end,
      onPointerCancel: () => setEnds(null)
    }
  };
}

function pointOf(event: React.PointerEvent<SVGSVGElement>): IPoint {
  const area = event.currentTarget.getBoundingClientRect();
  const within = (part: number, whole: number): number =>
    whole > 0 ? Math.min(Math.max(part / whole, 0), 1) : 0;
  return {
    x: within(event.clientX - area.left, area.width) * WIDTH,
    y: within(event.clientY - area.top, area.height) * HEIGHT
  };
}

function isLarge([from, to]: readonly [IPoint, IPoint]): boolean {
  return Math.abs(from.x - to.x) > SLIP && Math.abs(from.y - to.y) > SLIP;
}

/** In whole degrees: no hand draws finer on so small a map. */
function boxOf([from, to]: readonly [IPoint, IPoint]): Box {
  const lon = (x: number): number => Math.round(x / SCALE) - 180;
  const lat = (y: number): number => 90 - Math.round(y / SCALE);
  return [
    lon(Math.min(from.x, to.x)),
    lat(Math.max(from.y, to.y)),
    lon(Math.max(from.x, to.x)),
    lat(Math.min(from.y, to.y))
  ];
}

interface IRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box on the map: two where it lies over the date line; one that counts east to 360 degrees likewise. */
export function rectsOf([west, south, east, north]: Box): readonly IRect[] {
  const turned = west > east ? east + 360 : east;
  if (turned - west >= 360) {
    return [rectOf(-180, south, 180, north)];
  }
  const from = west >= 180 ? west - 360 : west;
  const to = from + turned - west;
  return to > 180
    ? [rectOf(from, south, 180, north), rectOf(-180, south, to - 360, north)]
    : [rectOf(from, south, to, north)];
}

function rectOf(
  west: number,
  south: number,
  east: number,
  north: number
): IRect {
  const width = Math.max((east - west) * SCALE, LEAST);
  const height = Math.max((north - south) * SCALE, LEAST);
  return {
    x: Math.min(Math.max((west + 180) * SCALE, 0), WIDTH - width),
    y: Math.min(Math.max((90 - north) * SCALE, 0), HEIGHT - height),
    width,
    height
  };
}

/** Four numbers of four or six; null for what is no box. */
export function flatBox(box: readonly number[] | null | undefined): Box | null {
  const [west, south, third, fourth, fifth] = box ?? [];
  switch (box?.length) {
    case 4:
      return [west, south, third, fourth];
    case 6:
      return [west, south, fourth, fifth];
    default:
      return null;
  }
}
