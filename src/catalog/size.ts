/** How large data are and how they are cut, out of what a catalog or a store says of them. */

const MIB = 1024 ** 2;
/** Bytes of a chunk that suggested ones aim at. */
export const AIM = 100 * MIB;
/** Chunks below this cost more than they are worth. */
const SMALL = MIB;
/** So many chunks keep a scheduler busy with itself. */
const MANY = 100_000;
/** Tasks of a full load for each chunk: one opens it, one takes it in. */
const TASKS = 2;

export interface IVariableSize {
  readonly name: string;
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Shape of a stored chunk; null where the data lie in one piece, or nothing says. */
  readonly chunks: readonly number[] | null;
  /** Null where the type is not known. */
  readonly bytes: number | null;
  readonly chunkCount: number;
  readonly chunkBytes: number | null;
  readonly units: string;
  readonly title: string;
}

export interface ISize {
  readonly dimensions: readonly (readonly [string, number])[];
  /** In the order of the metadata. */
  readonly variables: readonly IVariableSize[];
  /** Sum of the known ones, or the size of the file; null where nothing is known. */
  readonly bytes: number | null;
  readonly largest: IVariableSize | null;
  readonly chunkCount: number;
  readonly tasks: number;
  readonly format: string;
}

/** Memory that data have to fit into, in bytes. */
export interface IMemory {
  readonly name: string;
  readonly total: number;
  readonly worker: number;
}

export type Warning =
  'larger' | 'many-chunks' | 'small-chunks' | 'large-chunks';

/** Sizes of a STAC asset, a Zarr store or a NetCDF header; null where the metadata tell none. */
export function sizeOf(
  metadata: Readonly<Record<string, unknown>>,
  format = ''
): ISize | null {
  const told = Object.entries(record(metadata['variables']))
    .map(([name, given]) => variableOf(name, record(given)))
    .filter(item => item !== null);
  const variables = told.length ? told : rasterOf(metadata);
  const dimensions = Object.entries(record(metadata['dimensions'])).flatMap(
    ([name, given]): [string, number][] => {
      const size = lengthOf(given);
      return size === null ? [] : [[name, size]];
    }
  );
  const file = [metadata['size in bytes'], metadata['file:size']].find(
    isLength
  );
  const known = variables.filter(each => each.bytes !== null);
  const bytes = known.length
    ? known.reduce((sum, each) => sum + (each.bytes ?? 0), 0)
    : (file ?? null);
  if (!variables.length && !dimensions.length && bytes === null) {
    return null;
  }
  const chunkCount = variables.reduce((sum, each) => sum + each.chunkCount, 0);
  const version = text(metadata['zarr version']).split(',')[0];
  return {
    dimensions,
    variables,
    bytes,
    largest: known.reduce<IVariableSize | null>(
      (most, each) =>
        most === null || (each.bytes ?? 0) > (most.bytes ?? 0) ? each : most,
      null
    ),
    chunkCount,
    tasks: chunkCount * TASKS,
    format: version ? `zarr v${version}` : format
  };
}

/** What is worth a warning before data are loaded. */
export function warningsOf(size: ISize, memory: IMemory | null): Warning[] {
  const tests: readonly (readonly [Warning, boolean])[] = [
    ['larger', memory !== null && (size.bytes ?? 0) > memory.total],
    ['many-chunks', size.chunkCount > MANY],
    ['small-chunks', isFine(size.largest)],
    ['large-chunks', (size.largest?.chunkBytes ?? 0) > mostOf(memory)]
  ];
  return tests.filter(([, applies]) => applies).map(([warning]) => warning);
}

/** Whether a variable is cut into parts that are too small, and large enough for that to matter. */
function isFine(variable: IVariableSize | null): boolean {
  return (
    variable !== null &&
    variable.chunkCount > 1 &&
    (variable.chunkBytes ?? SMALL) < SMALL &&
    (variable.bytes ?? 0) > AIM
  );
}

/** Bytes that a chunk may have: a worker holds several at a time. */
function mostOf(memory: IMemory | null): number {
  return memory && memory.worker > 0 ? memory.worker / 4 : 10 * AIM;
}

/**
 * Chunks for xarray of about the size aimed at: so many stored ones together, or, of data in one piece, parts.
 *
 * Null where they are good as they are, or nothing says how they lie.
 */
export function suggestedChunks(
  size: ISize,
  aim = AIM
): Readonly<Record<string, number>> | null {
  const { largest } = size;
  // What is small is well as it is.
  if (!largest?.bytes || largest.bytes <= aim || !largest.dimensions.length) {
    return null;
  }
  const { dimensions, shape } = largest;
  const stored = largest.chunks ?? shape;
  const found = better(largest, largest.bytes, aim);
  const isSame = found.every((length, place) => length === stored[place]);
  return isSame
    ? null
    : Object.fromEntries(
        dimensions.map((name, place): [string, number] => [name, found[place]])
      );
}

/** Lengths of chunks: of data in one large piece parts, else stored ones together. */
function better(
  { shape, chunks, chunkBytes }: IVariableSize,
  bytes: number,
  aim: number
): number[] {
  return chunks === null
    ? parts(shape, bytes, aim)
    : together(chunks, shape, Math.floor(aim / (chunkBytes ?? bytes)));
}

/** As many stored chunks along the first dimension as wanted, then along the next. */
function together(
  stored: readonly number[],
  shape: readonly number[],
  factor: number
): number[] {
  let left = factor;
  return stored.map((length, place) => {
    const there = Math.ceil(shape[place] / length);
    const times = Math.max(1, Math.min(there, left));
    left = Math.floor(left / times);
    return Math.min(shape[place], length * times);
  });
}

/** Parts of data in one piece: cut along the first dimension, and along the next where that is not enough. */
function parts(shape: readonly number[], bytes: number, aim: number): number[] {
  let pieces = Math.ceil(bytes / aim);
  return shape.map(length => {
    const times = Math.min(length, pieces);
    pieces = Math.ceil(pieces / times);
    return Math.ceil(length / times);
  });
}

function variableOf(
  name: string,
  given: Readonly<Record<string, unknown>>
): IVariableSize | null {
  const shape = lengths(given['shape']);
  if (shape === null) {
    return null;
  }
  const names = given['dimensions'];
  const attributes = record(given['attributes']);
  const chunks = lengths(given['chunks']);
  return measured({
    name,
    dimensions:
      Array.isArray(names) && names.length === shape.length
        ? names.map(String)
        : [],
    shape,
    dtype: typeof given['dtype'] === 'string' ? given['dtype'] : '',
    chunks:
      chunks?.length === shape.length && chunks.every(each => each > 0)
        ? chunks
        : null,
    units: text(attributes['units']),
    title: text(attributes['long_name']) || text(attributes['standard_name'])
  });
}

function measured(
  given: Omit<IVariableSize, 'bytes' | 'chunkBytes' | 'chunkCount'>
): IVariableSize | null {
  const { shape, chunks } = given;
  const item = itemBytes(given.dtype);
  const count = product(shape);
  const chunkCount = product(
    chunks?.map((length, place) => Math.ceil(shape[place] / length)) ?? []
  );
  if (count === null || chunkCount === null) {
    return null;
  }
  const bytes = item === null ? null : product([count, item]);
  const cell = chunks?.map((length, place) => Math.min(length, shape[place]));
  const chunkBytes =
    item === null ? null : cell ? product([...cell, item]) : bytes;
  return { ...given, bytes, chunkCount, chunkBytes };
}

/** An image by STAC's extensions for projection and rasters. */
function rasterOf(
  metadata: Readonly<Record<string, unknown>>
): IVariableSize[] {
  const shape = lengths(metadata['proj:shape']);
  const told = metadata['raster:bands'] ?? metadata['bands'];
  const bands = Array.isArray(told) ? told.map(record) : [];
  const types = new Set(bands.map(band => band['data_type']));
  const only = [...types][0] ?? metadata['data_type'];
  if (shape?.length !== 2) {
    return [];
  }
  const image = measured({
    name: 'image',
    dimensions: ['band', 'y', 'x'],
    shape: [Math.max(1, bands.length), ...shape],
    dtype: types.size < 2 && typeof only === 'string' ? only : '',
    chunks: null,
    units: text(bands[0]?.['unit']),
    title: ''
  });
  return image ? [image] : [];
}

/** Bytes of one value of a type, as NumPy, Zarr and STAC write it; null where that is not told. */
export function itemBytes(dtype: string): number | null {
  const short = /^[<>|=]?([biufcmMSVU])(\d{1,6})(\[.*\])?$/.exec(dtype);
  if (short) {
    return Number(short[2]) * (short[1] === 'U' ? 4 : 1);
  }
  const long =
    /^(?:u?int|c?int|c?float|complex|datetime|timedelta)(8|16|32|64|128)/.exec(
      dtype
    );
  if (long) {
    return Number(long[1]) / 8;
  }
  return /^(bool|char|byte)$/.test(dtype) ? 1 : null;
}

/** Null where it is too large to be counted exactly. */
function product(numbers: readonly number[]): number | null {
  const found = numbers.reduce((all, each) => all * each, 1);
  return Number.isSafeInteger(found) ? found : null;
}

function lengths(given: unknown): number[] | null {
  return Array.isArray(given) && given.length <= 64 && given.every(isLength)
    ? given
    : null;
}

function lengthOf(given: unknown): number | null {
  const size =
    given !== null && typeof given === 'object'
      ? (given as Record<string, unknown>)['size']
      : given;
  return isLength(size) ? size : null;
}

function isLength(given: unknown): given is number {
  return typeof given === 'number' && Number.isSafeInteger(given) && given >= 0;
}

function record(given: unknown): Readonly<Record<string, unknown>> {
  return given !== null && typeof given === 'object' && !Array.isArray(given)
    ? (given as Record<string, unknown>)
    : {};
}

function text(given: unknown): string {
  return typeof given === 'string' ? given.slice(0, 200) : '';
}
