import { call, pick, Source } from './call';
import type { ISnippet, ITask } from './types';

/** Arguments of a search, by the names that pystac-client has for them. */
const SEARCH = ['collections', 'bbox', 'datetime', 'filter'];

/** Where addresses of data have to be signed, for a while and for nothing. */
const SIGNED = /^https:\/\/planetarycomputer\.microsoft\.com\//i;

/** What a search in a STAC API finds, as one lazy cube. */
export function stacCubeCode(task: ITask): ISnippet {
  const { bbox, resolution, note } = gridOf(task);
  const loaded = call('odc.stac.load', [new Source('items')], {
    bands: words(task.parameters['bands']),
    bbox,
    crs: text(task.parameters['crs']),
    resolution,
    // One chunk for each item: nothing is read before it is computed.
    chunks: {}
  });
  const found = search(task);
  return {
    imports: [...found.imports, 'import odc.stac'],
    lines: [`items = ${found.source}`, `${task.variable} = ${loaded}`],
    packages: [...found.packages, 'odc-stac', 'dask'],
    notes: note ? [note] : []
  };
}

/** What a search in a STAC API finds, as a collection of items. */
export function stacItemsCode(task: ITask): ISnippet {
  const { source, imports, packages } = search(task);
  return { imports, lines: [`${task.variable} = ${source}`], packages };
}

interface ISearch {
  readonly source: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

function search(task: ITask): ISearch {
  const isSigned = SIGNED.test(task.urls[0]);
  const words = text(task.arguments['q']);
  const client = call('pystac_client.Client.open', [task.urls[0]], {
    modifier: isSigned
      ? new Source('planetary_computer.sign_inplace')
      : undefined,
    // The client has no argument of its own for free text.
    parameters: words === undefined ? undefined : { q: words }
  });
  const found = call('.search', [], {
    method: 'GET',
    ...pick(task.arguments, SEARCH),
    max_items: task.parameters['max_items']
  });
  return {
    source: `${client}${found}.item_collection()`,
    imports: [
      'import pystac_client',
      ...(isSigned ? ['import planetary_computer'] : [])
    ],
    packages: ['pystac-client', ...(isSigned ? ['planetary-computer'] : [])]
  };
}

interface IGrid {
  readonly bbox: unknown;
  readonly resolution: number | undefined;
  readonly note?: string;
}

function gridOf({ arguments: given, parameters }: ITask): IGrid {
  const box = given['bbox'];
  const typed = text(parameters['resolution']);
  const resolution =
    typed && Number.isFinite(Number(typed)) ? Number(typed) : undefined;
  if (Array.isArray(box) && Number(box[0]) > Number(box[2])) {
    const note = 'The box crosses the date line, so the cube is not cut to it';
    return { bbox: undefined, resolution, note };
  }
  return { bbox: box ?? undefined, resolution };
}

/** Text that says something; undefined else. */
function text(value: unknown): string | undefined {
  const found =
    typeof value === 'string' || typeof value === 'number'
      ? String(value).trim()
      : '';
  return found === '' ? undefined : found;
}

/** Names between commas; undefined where there is none. */
function words(value: unknown): string[] | undefined {
  const found = (text(value) ?? '')
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
  return found.length ? found : undefined;
}
