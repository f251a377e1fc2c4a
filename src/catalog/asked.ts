import type { Wire } from '../api/tokens';
import type { IFilters, Part } from './filters';
import { keyOf } from './keys';
import { draftOf, type Filter, queryOf } from './query';
import type { SearchQuery } from './tokens';

type SearchedService = Wire<'SearchedService'>;

/** Records of an answer to what is typed. */
const FEW = '20';

/** What is looked for. */
export interface IQuestion {
  readonly isOn: boolean;
  readonly words: string;
  readonly filters: IFilters;
  readonly parts: readonly Part[];
}

export const NO_QUESTION: IQuestion = {
  isOn: false,
  words: '',
  filters: { chosen: {}, box: ['', '', '', ''], start: '', end: '' },
  parts: []
};

/** What a question asks of a service; kinds, readers, formats and licences are known of the index only. */
const PARTS: readonly (readonly [Part, Filter])[] = [
  ['box', 'bbox'],
  ['time', 'interval'],
  ['keyword', 'keywords']
];

function wanted({ words, parts }: IQuestion): Filter[] {
  const narrowed = PARTS.filter(([part]) => parts.includes(part));
  return [
    ...(words ? ['text' as const] : []),
    ...narrowed.map(([, filter]) => filter)
  ];
}

/** What a question asks that a service cannot narrow by. */
export function missing(
  question: IQuestion,
  { service }: SearchedService
): Filter[] {
  return wanted(question).filter(filter => !service.filters.includes(filter));
}

/** Whether an answer would have to do with the question: words come first. */
export function canAsk(question: IQuestion, asked: SearchedService): boolean {
  const lacking = missing(question, asked);
  return lacking.length < wanted(question).length && !lacking.includes('text');
}

/** Whether a question asks anything that any service may know. */
export function isForServices(question: IQuestion): boolean {
  return wanted(question).length > 0;
}

/** A question as a service takes it. */
export function queryFor(
  { words, filters, parts }: IQuestion,
  { service }: SearchedService
): SearchQuery {
  const isTimed = parts.includes('time');
  const asked = queryOf(
    {
      ...draftOf(null),
      text: words,
      box: parts.includes('box') ? filters.box : ['', '', '', ''],
      start: isTimed ? filters.start : '',
      end: isTimed ? filters.end : '',
      limit: FEW
    },
    service
  );
  const query = 'query' in asked ? asked.query : { text: words };
  // As they are: a keyword may have commas, at which the form would part it.
  const keywords = filters.chosen.keyword ?? [];
  return keywords.length && service.filters.includes('keywords')
    ? { ...query, keywords }
    : query;
}

/** Key of a service's line. */
export function serviceKey({ catalogId, entryId }: SearchedService): string {
  return `service:${keyOf(catalogId, entryId ?? null)}`;
}
