import type { TranslationBundle } from '@jupyterlab/translation';
import type { FacetName, IFilters, Part } from '../filters';
import { boxOf } from '../query';
import type { EntryKind } from '../tokens';
import { boxText, intervalText, kindName, readerName } from './words';

const KINDS: readonly EntryKind[] = [
  'catalog',
  'grid',
  'table',
  'image',
  'service',
  'other'
];

/** What a filter narrows by. */
export function partName(part: Part, trans: TranslationBundle): string {
  switch (part) {
    case 'kind':
      return trans.__('Kind');
    case 'reader':
      return trans.__('Kind of catalog');
    case 'format':
      return trans.__('Format');
    case 'keyword':
      return trans.__('Keyword');
    case 'licence':
      return trans.__('Licence');
    case 'box':
      return trans.__('Box');
    case 'time':
      return trans.__('Time span');
  }
}

/** A value of a facet as it is shown. */
export function valueName(
  name: FacetName,
  value: string,
  trans: TranslationBundle
): string {
  if (name === 'kind') {
    const kind = KINDS.find(known => known === value);
    return kind ? kindName(kind, trans) : value;
  }
  return name === 'reader' ? readerName(value, trans) : value;
}

/** What is chosen of a filter, in words. */
export function partText(
  part: Part,
  filters: IFilters,
  trans: TranslationBundle
): string {
  switch (part) {
    case 'box': {
      const box = boxOf(filters.box);
      return Array.isArray(box) ? boxText(box, trans) : '';
    }
    case 'time':
      return intervalText([filters.start || null, filters.end || null], trans);
    default:
      return (filters.chosen[part] ?? [])
        .map(value => valueName(part, value, trans))
        .join(', ');
  }
}
