import type { Wire } from '../api/tokens';
import type { SearchQuery, Service } from './tokens';

/** What a service can narrow a search by. */
export type Filter = Wire<'Service'>['filters'][number];

/** All of them, in the order of the form. */
export const FILTERS: readonly Filter[] = [
  'text',
  'collections',
  'bbox',
  'interval',
  'keywords',
  'cql2'
];

/** The fields of the form as they are typed. */
export interface IDraft {
  readonly text: string;
  readonly collections: readonly string[];
  /** West, south, east, north. */
  readonly box: readonly [string, string, string, string];
  readonly start: string;
  readonly end: string;
  readonly keywords: string;
  readonly condition: string;
  /** Records of a page. */
  readonly limit: string;
}

/** A field that cannot be used as it is typed. */
export type Slip =
  'box-incomplete' | 'box-number' | 'box-range' | 'box-order' | 'limit';

/** What is asked of the service, or what is wrong with a field. */
export type Asked = { readonly query: SearchQuery } | { readonly slip: Slip };

/** Records of a page, where nothing else is wished. */
const LIMIT = 50;
const MOST = 500;

const EMPTY = {
  text: '',
  collections: [] as readonly string[],
  bbox: null as readonly number[] | null,
  keywords: [] as readonly string[],
  condition: '',
  limit: LIMIT
};
const NO_BOX = ['', '', '', ''] as const;
const LIMITS = [180, 90, 180, 90];

/** The form for a query; empty for none. */
export function draftOf(query: SearchQuery | null | undefined): IDraft {
  const { text, collections, bbox, keywords, condition, limit } = {
    ...EMPTY,
    ...query
  };
  const [west, south, east, north] = bbox?.map(String) ?? NO_BOX;
  // The form asks for days.
  const [start, end] = (query?.interval ?? [null, null]).map(
    moment => moment?.slice(0, 10) ?? ''
  );
  return {
    text,
    collections,
    box: [west, south, east, north],
    start,
    end,
    keywords: keywords.join(', '),
    condition,
    limit: String(limit)
  };
}

/** The query of a form, as far as the service takes it. */
export function queryOf(draft: IDraft, { filters }: Service): Asked {
  const box = filters.includes('bbox') ? boxOf(draft.box) : null;
  if (typeof box === 'string') {
    return { slip: box };
  }
  const limit = Number(draft.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    return { slip: 'limit' };
  }
  const { start, end } = draft;
  const keywords = wordsOf(draft.keywords);
  const asked: readonly (readonly [Filter, SearchQuery, unknown])[] = [
    ['text', { text: draft.text.trim() }, draft.text.trim()],
    [
      'collections',
      { collections: draft.collections },
      draft.collections.length
    ],
    ['bbox', { bbox: box }, box],
    ['interval', { interval: [start || null, end || null] }, start || end],
    ['keywords', { keywords }, keywords.length],
    ['cql2', { condition: draft.condition.trim() }, draft.condition.trim()]
  ];
  const parts = asked
    .filter(([filter, , isGiven]) => isGiven && filters.includes(filter))
    .map(([, part]) => part);
  return { query: Object.assign({ limit }, ...parts) as SearchQuery };
}

function wordsOf(typed: string): string[] {
  return typed
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}

/** The box that is typed, null for none, or what is wrong with it. */
export function boxOf(typed: IDraft['box']): number[] | Slip | null {
  const given = typed.map(text => text.trim());
  if (given.every(text => text === '')) {
    return null;
  }
  if (given.some(text => text === '')) {
    return 'box-incomplete';
  }
  const box = given.map(Number);
  if (!box.every(Number.isFinite)) {
    return 'box-number';
  }
  if (box.some((value, place) => Math.abs(value) > LIMITS[place])) {
    return 'box-range';
  }
  return box[1] > box[3] ? 'box-order' : box;
}

/** Text of a condition that names a property as CQL2 wants it. */
export function propertyText(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? name
    : `"${name.replace(/"/g, '""')}"`;
}
