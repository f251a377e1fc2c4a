import { call, isObject, Source, source } from './call';
import type { ISnippet, ITask } from './types';

/** Letters that `encodeURIComponent` refuses: halves of pairs. */
const HALVES = /\p{Surrogate}/gu;

/** A grid by OPeNDAP: lazily, and cut to what is chosen of its dimensions. */
export function griddapCode(task: ITask): ISnippet {
  const opened = call('xr.open_dataset', [task.urls[0]], {
    engine: 'netcdf4',
    chunks: {}
  });
  const names = namesOf(task);
  const cuts = cutsOf(task);
  return {
    imports: ['import xarray as xr'],
    lines: [
      `${task.variable} = ${opened}`,
      ...(names.length
        ? [`${task.variable} = ${task.variable}[${source(names)}]`]
        : []),
      ...(Object.keys(cuts).length
        ? [`${task.variable} = ${call(`${task.variable}.sel`, [], cuts)}`]
        : [])
    ],
    packages: ['xarray', 'netCDF4', 'dask']
  };
}

/** Rows of a table that fit what is chosen, by pandas. */
export function tabledapCode(task: ITask): ISnippet {
  const names = namesOf(task);
  const conditions = [...boundsOf(task), ...conditionsOf(task)];
  const query = [
    names.map(encoded).join(','),
    ...conditions.map(text => `&${encoded(text)}`)
  ].join('');
  const url = `${task.urls[0]}.csvp${query && `?${query}`}`;
  const hasTime =
    task.arguments['hasTime'] === true &&
    (!names.length || names.includes('time'));
  const read = call('pd.read_csv', [url], {
    parse_dates: hasTime ? ['time (UTC)'] : undefined
  });
  return {
    imports: ['import pandas as pd'],
    lines: [`${task.variable} = ${read}`],
    packages: ['pandas'],
    notes: [
      'ERDDAP answers with the status 404 where no row fits',
      ...(conditions.length ? [] : ['Reads the whole table'])
    ]
  };
}

/** A variable that has bounds, and where what there is of it ends. */
interface IBounded {
  readonly name: string;
  readonly minimum: unknown;
  readonly maximum: unknown;
  readonly isTime: boolean;
  readonly isDescending: boolean;
}

/** Slices by dimension, of those that are cut at all. */
function cutsOf(task: ITask): Record<string, Source> {
  const cuts: Record<string, Source> = {};
  for (const dimension of bounded(task.arguments['dimensions'])) {
    const { name, isTime, isDescending } = dimension;
    const ends = chosen(task, dimension).map(value =>
      // pandas does not compare times with a zone to those without.
      isTime && typeof value === 'string' ? value.replace(/Z$/i, '') : value
    );
    const stride = task.parameters[`${name}_stride`];
    const step =
      typeof stride === 'number' && Number.isInteger(stride) && stride > 1
        ? [stride]
        : [];
    if (step.length || ends.some(end => end !== null)) {
      const [first, last] = isDescending ? [ends[1], ends[0]] : ends;
      cuts[name] = new Source(call('slice', [first, last, ...step]));
    }
  }
  return cuts;
}

function bounded(given: unknown): IBounded[] {
  return (Array.isArray(given) ? given.filter(isObject) : []).map(each => ({
    name: String(each['name']),
    minimum: each['minimum'],
    maximum: each['maximum'],
    isTime: each['isTime'] === true,
    isDescending: each['isDescending'] === true
  }));
}

/** Conditions of a table by the bounds of its variables. */
function boundsOf(task: ITask): string[] {
  return bounded(task.arguments['bounded']).flatMap(variable => {
    const [low, high] = chosen(task, variable);
    return [
      ...(low === null ? [] : [`${variable.name}>=${low}`]),
      ...(high === null ? [] : [`${variable.name}<=${high}`])
    ];
  });
}

/** Bounds that cut something off, null for others: those that lie at the ends of what there is do not. */
function chosen(
  { parameters }: ITask,
  { name, minimum, maximum }: IBounded
): (string | number | null)[] {
  const given = (key: string, end: unknown): string | number | null => {
    const value = parameters[key];
    const isGiven =
      (typeof value === 'number' && Number.isFinite(value)) ||
      (typeof value === 'string' && value.trim() !== '');
    return isGiven && value !== end ? value : null;
  };
  return [given(`${name}_min`, minimum), given(`${name}_max`, maximum)];
}

/** Further conditions as typed; `&` inside of quotes divides nothing. */
function conditionsOf({ parameters }: ITask): string[] {
  const typed = parameters['conditions'];
  const parts =
    typeof typed === 'string'
      ? (typed.match(/(?:"(?:[^"\\]|\\.)*"|[^&])+/gs) ?? [])
      : [];
  return parts.map(part => part.trim()).filter(part => part !== '');
}

function namesOf({ parameters }: ITask): string[] {
  const typed = parameters['variables'];
  return (typeof typed === 'string' ? typed.split(',') : [])
    .map(name => name.trim())
    .filter(name => name !== '');
}

/** Text for a query, but for `=`, which stands for itself there. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(HALVES, '\ufffd')).replace(
    /%3D/g,
    '='
  );
}
