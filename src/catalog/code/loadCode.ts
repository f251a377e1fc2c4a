import { isPythonName } from '../../ui/python';
import { withLogin } from './access';
import { unique, withoutPatterns } from './address';
import { comment } from './call';
import { csvCode } from './csv';
import { DATA_FORMATS } from './dataFormats';
import { griddapCode, tabledapCode } from './erddap';
import { esmCode } from './esm';
import { intakeCode, intakeWay, type Way } from './intake';
import { asked, isTwo } from './intakeTwo';
import { netcdfCode } from './netcdf';
import { OGC_FORMATS } from './ogc';
import { opendapCode } from './opendap';
import { parquetCode } from './parquet';
import { rasterioCode } from './rasterio';
import { stacCubeCode, stacItemsCode } from './stacSearch';
import { fill, fillDeep, printed } from './template';
import type {
  ILoadCode,
  ILoadRequest,
  ISnippet,
  IStyleOffer,
  ITask,
  Refusal,
  Style
} from './types';
import { withheldNotes } from './withheld';
import { zarrCode } from './zarr';

type Format = (task: ITask) => ISnippet;

/** The formats that a library opens without Intake. */
const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['zarr', zarrCode],
  ['netcdf', netcdfCode],
  ['opendap', opendapCode],
  ['rasterio', rasterioCode],
  ['csv', csvCode],
  ['parquet', parquetCode],
  ...DATA_FORMATS,
  ...OGC_FORMATS,
  ['griddap', griddapCode],
  ['tabledap', tabledapCode],
  ['stac-search', stacCubeCode],
  ['stac-items', stacItemsCode]
]);

const TABLES = new Set(['csv', 'parquet']);

/** All styles, in the order of menus. */
export const STYLES: readonly Style[] = ['xarray', 'intake', 'dask'];

/** An expression that Intake evaluates when it stands as a parameter's value. */
const CALL = /^\s*\{?((client_)?(env|shell)|func|import|pickle64)\s*\(/;

interface IPrepared {
  readonly task: ITask;
  /** Template text that stays as it is, each once. */
  readonly left: readonly string[];
  /** Parameters whose value is not the default. */
  readonly chosen: Readonly<Record<string, unknown>>;
}

/** Which styles an entry can be loaded in, and why not in the others. */
export function styleOffers(
  request: Omit<ILoadRequest, 'style' | 'variable'>
): IStyleOffer[] {
  return STYLES.map(style => ({
    style,
    refusal: refusal(prepare({ ...request, style, variable: 'data' }))
  }));
}

/**
 * Load code of an entry.
 *
 * @throws Error where the style is not offered; ask `styleOffers` first.
 */
export function loadCode(request: ILoadRequest): ILoadCode {
  if (!isPythonName(request.variable)) {
    throw new Error(`not a Python name: ${request.variable}`);
  }
  const prepared = prepare(request);
  const { task, left } = prepared;
  const refused = refusal(prepared);
  if (refused) {
    throw new Error(`the style ${task.style} is not offered: ${refused}`);
  }
  const snippet = isCollection(task)
    ? esmCode(task, request.collection)
    : loggedIn(snippetOf(prepared), task);
  return {
    text: assemble(task, snippet, left),
    packages: unique(snippet.packages)
  };
}

function snippetOf({ task, left, chosen }: IPrepared): ISnippet {
  const format = FORMATS.get(task.recipe.format);
  return task.style === 'intake' || !format
    ? intakeCode(task, intakeWay(task, chosen, left.length > 0) as Way, chosen)
    : format(task);
}

/** A snippet with what logs in before it. */
function loggedIn(snippet: ISnippet, { login }: ITask): ISnippet {
  return login
    ? {
        imports: [...login.imports, ...snippet.imports],
        lines: [...login.lines, ...snippet.lines],
        packages: [...login.packages, ...snippet.packages],
        notes: [...login.notes, ...(snippet.notes ?? [])]
      }
    : snippet;
}

function isCollection({ recipe }: ITask): boolean {
  return recipe.format === 'esm_datastore';
}

/** Names on PyPI of what the code imports. */
export function requirements(request: ILoadRequest): readonly string[] {
  return loadCode(request).packages;
}

/** The wished style where it is offered, else the first that is; null where none is. */
export function bestStyle(
  offers: readonly IStyleOffer[],
  wished: Style
): Style | null {
  const offered = offers.filter(offer => offer.refusal === null);
  const best = offered.find(offer => offer.style === wished) ?? offered[0];
  return best?.style ?? null;
}

function prepare(request: ILoadRequest): IPrepared {
  const { recipe, userParameters, parameters } = request;
  const left: string[] = asked(recipe);
  const values = new Map<string, string>();
  const whole = new Map<string, unknown>();
  const chosen: Record<string, unknown> = {};
  const all: Record<string, unknown> = {};
  for (const { name, type, default: preset } of userParameters) {
    const value = name in parameters ? parameters[name] : preset;
    const text = printed(value, type);
    values.set(name, text);
    all[name] = value;
    if (isTwo(recipe)) {
      whole.set(name, value);
    }
    if (CALL.test(text)) {
      left.push(text);
    }
    if (JSON.stringify(value) !== JSON.stringify(preset)) {
      chosen[name] = value;
    }
  }
  // Braces of a literal recipe stand for themselves.
  const filling = (given: ITask['arguments']): ITask['arguments'] =>
    recipe.isLiteral
      ? given
      : (fillDeep(given, values, left, whole) as ITask['arguments']);
  const address = (url: string): string => {
    const { text, left: more } = fill(url, values);
    left.push(...more);
    return recipe.arguments['path_as_pattern'] === false || isTwo(recipe)
      ? text
      : withoutPatterns(text);
  };
  const task: ITask = {
    recipe,
    style: request.style,
    variable: request.variable,
    urls: recipe.isLiteral ? recipe.urls : recipe.urls.map(address),
    arguments: filling(recipe.arguments),
    storageOptions: recipe.isLocal ? {} : filling(recipe.storageOptions),
    parameters: all,
    chunks: request.chunks
  };
  return { task: withLogin(task), left: unique(left), chosen };
}

function refusal(prepared: IPrepared): Refusal | null {
  const { format } = prepared.task.recipe;
  const missing = prepared.task.urls.length ? null : 'no-address';
  switch (prepared.task.style) {
    case 'intake':
      return intakeRefusal(prepared);
    case 'dask':
      return TABLES.has(format) ? missing : 'not-a-table';
    case 'xarray':
      if (FORMATS.has(format)) {
        return missing;
      }
      if (isCollection(prepared.task)) {
        return 'collection';
      }
      return isIntake(prepared.task) ? 'unknown-driver' : 'unknown-format';
  }
}

function intakeRefusal({ task, left, chosen }: IPrepared): Refusal | null {
  if (isCollection(task)) {
    const isOne = task.urls.length === 1;
    return left.length ? 'expressions' : isOne ? null : 'no-address';
  }
  if (!isIntake(task)) {
    return 'other-catalog';
  }
  const way = intakeWay(task, chosen, left.length > 0);
  return way === 'catalog' || way === 'reader' ? null : way;
}

/** Whether the entry is of a catalog that Intake opens. */
function isIntake({ recipe }: ITask): boolean {
  return recipe.reader.startsWith('intake-');
}

function assemble(
  task: ITask,
  snippet: ISnippet,
  left: readonly string[]
): string {
  const { urls, recipe } = task;
  const places = (recipe.steps ?? []).map(step => step.location);
  const withheld = withheldNotes(
    [...urls, ...places],
    snippet.lines.join('\n')
  );
  const notes = [
    ...withheld,
    ...left.map(
      text => `Left as the catalog has it, put in what it stands for: ${text}`
    ),
    ...(snippet.notes ?? [])
  ];
  const own = withheld.length ? ['import os'] : [];
  const imports = unique([...own, ...snippet.imports]).sort(byModule);
  return [
    ...notes.map(comment),
    ...imports,
    '',
    ...snippet.lines,
    task.variable
  ].join('\n');
}

/** Whole modules before names out of them, each group in alphabetical order. */
function byModule(left: string, right: string): number {
  const rank = (line: string): number => (line.startsWith('from ') ? 1 : 0);
  return rank(left) - rank(right) || (left < right ? -1 : 1);
}
