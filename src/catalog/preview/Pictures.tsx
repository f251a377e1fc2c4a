import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { PreviewGrid, PreviewImage, PreviewLine } from './model';
import { edgesOf, LINE_HEIGHT, LINE_WIDTH, stroke } from './stroke';
import {
  bytesIn,
  floatsIn,
  inWords,
  isAscending,
  named,
  pixelsOf,
  placeOn,
  SCALE
} from './numbers';

interface ICanvasProps {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly draw: (context: CanvasRenderingContext2D) => void;
  /** The value at a place of the picture. */
  readonly read?: (column: number, row: number) => string;
  /** Places that can be read, where they are not the pixels. */
  readonly size?: readonly [number, number];
  readonly isSharp?: boolean;
}

/** A picture whose values can be read by pointer and by arrow keys. */
function Canvas(props: ICanvasProps): JSX.Element {
  const { width, height, label, draw, read, isSharp } = props;
  const [columns, rows] = props.size ?? [width, height];
  const canvas = React.useRef<HTMLCanvasElement>(null);
  const [place, setPlace] = React.useState<readonly [number, number] | null>(
    null
  );
  React.useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) {
      context.clearRect(0, 0, width, height);
      draw(context);
    }
  }, [draw, width, height]);
  const go = (column: number, row: number) =>
    setPlace([
      Math.min(columns - 1, Math.max(0, column)),
      Math.min(rows - 1, Math.max(0, row))
    ]);
  return (
    <>
      <canvas
        ref={canvas}
        className={`jp-CatalogPreview-canvas${isSharp ? ' jp-mod-sharp' : ''}`}
        role="img"
        aria-label={label}
        width={width}
        height={height}
        style={{ aspectRatio: `${width} / ${height}` }}
        tabIndex={read ? 0 : undefined}
        onPointerLeave={() => setPlace(null)}
        onPointerMove={event => {
          const box = event.currentTarget.getBoundingClientRect();
          go(
            Math.floor(((event.clientX - box.left) / box.width) * columns),
            Math.floor(((event.clientY - box.top) / box.height) * rows)
          );
        }}
        onKeyDown={event => {
          const step = STEPS[event.key];
          if (step && read) {
            event.preventDefault();
            const [column, row] = place ?? [columns >> 1, rows >> 1];
            go(column + step[0], row + step[1]);
          }
        }}
      />
      {read && (
        <output className="jp-CatalogPreview-value">
          {place ? read(...place) : '\u00a0'}
        </output>
      )}
    </>
  );
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};

/** A plane of values: colours, axes, and a scale. */
export function Grid({
  grid,
  trans
}: {
  readonly grid: PreviewGrid;
  readonly trans: TranslationBundle;
}): JSX.Element {
  const { width, height, x, y, units } = grid;
  const values = React.useMemo(() => floatsIn(grid.values), [grid]);
  const isFlipped = isAscending(y);
  const draw = React.useCallback(
    (context: CanvasRenderingContext2D) =>
      context.putImageData(
        new ImageData(
          pixelsOf(values, width, height, grid.range ?? [0, 0], isFlipped),
          width,
          height
        ),
        0,
        0
      ),
    [grid, values, width, height, isFlipped]
  );
  const rowOf = (row: number) => (isFlipped ? height - 1 - row : row);
  return (
    <figure className="jp-CatalogPreview-figure">
      <Canvas
        width={width}
        height={height}
        label={trans.__('Map of %1', titleOf(grid))}
        draw={draw}
        isSharp
        read={(column, row) =>
          `${x.name} ${placeOn(x, column)}, ${y.name} ${placeOn(y, rowOf(row))}: ${named(inWords(values[rowOf(row) * width + column]), units)}`
        }
      />
      <Scale range={grid.range ?? [0, 0]} units={units} />
      <Caption
        lines={[
          titleOf(grid),
          atFirst(grid.fixed, trans),
          extentOf(grid, rowOf, trans),
          !grid.range && trans.__('All values are missing.')
        ]}
      />
    </figure>
  );
}

function Scale({
  range: [low, high],
  units
}: {
  readonly range: readonly number[];
  readonly units: string;
}): JSX.Element {
  return (
    <div className="jp-CatalogPreview-scale">
      <span>{inWords(low)}</span>
      <span
        className="jp-CatalogPreview-colours"
        style={{ backgroundImage: SCALE }}
      />
      <span>{named(inWords(high), units)}</span>
    </div>
  );
}

function extentOf(
  { width, height, x, y }: PreviewGrid,
  rowOf: (row: number) => number,
  trans: TranslationBundle
): string {
  return trans.__(
    'Across: %1 from %2 to %3. Up: %4 from %5 to %6.',
    named(x.name, x.units),
    placeOn(x, 0),
    placeOn(x, width - 1),
    named(y.name, y.units),
    placeOn(y, rowOf(height - 1)),
    placeOn(y, rowOf(0))
  );
}

/** Values along one dimension. */
export function Line({
  line,
  trans
}: {
  readonly line: PreviewLine;
  readonly trans: TranslationBundle;
}): JSX.Element {
  const values = React.useMemo(() => floatsIn(line.values), [line]);
  const draw = React.useCallback(
    (context: CanvasRenderingContext2D) => stroke(context, values),
    [values]
  );
  const last = values.length - 1;
  const [low, high] = edgesOf(values);
  const { x, units } = line;
  return (
    <figure className="jp-CatalogPreview-figure">
      <Canvas
        width={LINE_WIDTH}
        height={LINE_HEIGHT}
        size={[values.length, 1]}
        label={trans.__('Line of %1', titleOf(line))}
        draw={draw}
        read={column =>
          `${x.name} ${placeOn(x, column)}: ${named(inWords(values[column]), units)}`
        }
      />
      <Caption
        lines={[
          titleOf(line),
          atFirst(line.fixed, trans),
          trans.__(
            'Across: %1 from %2 to %3. Up: from %4 to %5.',
            named(x.name, x.units),
            placeOn(x, 0),
            placeOn(x, last),
            inWords(low),
            named(inWords(high), units)
          )
        ]}
      />
    </figure>
  );
}

export function Picture({
  image,
  title,
  trans
}: {
  readonly image: PreviewImage;
  readonly title: string;
  readonly trans: TranslationBundle;
}): JSX.Element {
  const { width, height } = image;
  const draw = React.useCallback(
    (context: CanvasRenderingContext2D) =>
      context.putImageData(
        new ImageData(bytesIn(image.pixels), width, height),
        0,
        0
      ),
    [image, width, height]
  );
  return (
    <figure className="jp-CatalogPreview-figure">
      <Canvas
        width={width}
        height={height}
        draw={draw}
        label={trans.__('Picture of %1', title)}
      />
    </figure>
  );
}

function Caption({
  lines
}: {
  readonly lines: readonly (string | false)[];
}): JSX.Element {
  return (
    <figcaption className="jp-CatalogPreview-caption">
      {lines.map(line => line && <div key={line}>{line}</div>)}
    </figcaption>
  );
}

function titleOf({ name, title, units }: PreviewLine | PreviewGrid): string {
  return named(title && title !== name ? `${title} (${name})` : name, units);
}

function atFirst(fixed: readonly string[], trans: TranslationBundle): string {
  return fixed.length ? trans.__('The first of: %1.', fixed.join(', ')) : '';
}
