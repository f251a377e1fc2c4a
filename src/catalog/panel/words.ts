import type { TranslationBundle } from '@jupyterlab/translation';
import { formatDegrees } from '../../ui/format';
import type { Refusal } from '../code';
import type { Filter, Slip } from '../query';
import type { EntryKind, LoadCodeStyle } from '../tokens';

/** A kind of entry in words. */
export function kindName(kind: EntryKind, trans: TranslationBundle): string {
  switch (kind) {
    case 'catalog':
      return trans.__('catalog');
    case 'grid':
      return trans.__('gridded data');
    case 'table':
      return trans.__('table');
    case 'image':
      return trans.__('image');
    case 'service':
      return trans.__('service');
    case 'other':
      return trans.__('other data');
  }
}

/** What reads a catalog, in words; that of a plugin as it calls itself. */
export function readerName(reader: string, trans: TranslationBundle): string {
  const names: Readonly<Record<string, string>> = {
    csw: trans.__('OGC Catalogue Service (CSW)'),
    erddap: trans.__('ERDDAP server'),
    esm: trans.__('ESM collection'),
    'intake-v1': trans.__('Intake catalog, version 1'),
    'intake-v2': trans.__('Intake catalog, version 2'),
    'ogcapi-records': trans.__('OGC API Records'),
    plain: trans.__('data by themselves'),
    stac: trans.__('STAC'),
    thredds: trans.__('THREDDS catalog')
  };
  return Object.hasOwn(names, reader) ? names[reader] : reader;
}

/** A style of load code by the library that it uses for a kind of entry. */
export function styleName(
  style: LoadCodeStyle,
  kind: EntryKind,
  trans: TranslationBundle
): string {
  switch (style) {
    case 'xarray':
      return kind === 'table' ? trans.__('pandas') : trans.__('xarray');
    case 'intake':
      return trans.__('intake');
    case 'dask':
      return trans.__('dask');
  }
}

/** A box as text; elevations, where there are six numbers, are left out. */
export function boxText(
  box: readonly number[] | null | undefined,
  trans: TranslationBundle
): string {
  const flat = box?.length === 6 ? [0, 1, 3, 4].map(at => box[at]) : box;
  return flat?.length === 4
    ? trans.__(
        'west %1, south %2, east %3, north %4',
        ...flat.map(formatDegrees)
      )
    : '';
}

/** A time span as text, its ends as the catalog has them. */
export function intervalText(
  interval: readonly [string | null, string | null] | null | undefined,
  trans: TranslationBundle
): string {
  const [start, end] = interval ?? [null, null];
  if (start && end) {
    return start === end ? start : trans.__('%1 to %2', start, end);
  }
  return start
    ? trans.__('since %1', start)
    : end
      ? trans.__('until %1', end)
      : '';
}

/** Why a style is not offered. */
export function refusalReason(
  refusal: Refusal,
  trans: TranslationBundle
): string {
  switch (refusal) {
    case 'unknown-driver':
      return trans.__('only Intake knows how to open this driver');
    case 'not-a-table':
      return trans.__('data frames hold tables only');
    case 'missing-in-intake':
      return trans.__('Intake 2 has no working plugin for this driver');
    case 'expressions':
      return trans.__('Intake would evaluate expressions that the entry holds');
    case 'no-catalog':
      return trans.__('it is not known which catalog file names the entry');
    case 'no-address':
      return trans.__('the entry names no address of data');
    case 'unknown-format':
      return trans.__('no code is known here for files of this format');
    case 'collection':
      return trans.__(
        'only intake-esm puts the assets of a collection together'
      );
    case 'other-catalog':
      return trans.__('Intake does not open catalogs of this kind');
  }
}

/** What a service may not search by, as the end of a sentence. */
export function filterName(filter: Filter, trans: TranslationBundle): string {
  switch (filter) {
    case 'text':
      return trans.__('text');
    case 'bbox':
      return trans.__('box');
    case 'interval':
      return trans.__('time span');
    case 'keywords':
      return trans.__('keywords');
    case 'collections':
      return trans.__('collections');
    case 'cql2':
      return trans.__('conditions');
  }
}

/** What is wrong with a field of a search. */
export function slipText(slip: Slip, trans: TranslationBundle): string {
  switch (slip) {
    case 'box-incomplete':
      return trans.__('A box needs all four numbers, or none.');
    case 'box-number':
      return trans.__('A box is made of numbers, as -9.5.');
    case 'box-range':
      return trans.__(
        'West and east lie between -180 and 180 degrees, south and north between -90 and 90.'
      );
    case 'box-order':
      return trans.__('The south of the box lies north of its north.');
    case 'limit':
      return trans.__('A page has 1 to 500 records.');
  }
}
