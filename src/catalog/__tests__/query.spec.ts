import { draftOf, type IDraft, propertyText, queryOf } from '../query';
import type { SearchQuery, Service } from '../tokens';

const ALL: Service = {
  api: 'stac',
  url: 'https://h/search',
  filters: ['text', 'bbox', 'interval', 'keywords', 'collections', 'cql2']
};
const FULL: SearchQuery = {
  text: 'rain',
  collections: ['a', 'b'],
  bbox: [-10, 35, 40.5, 60],
  interval: ['2020-01-01', null],
  keywords: ['ocean', 'heat'],
  condition: 'a = 1',
  limit: 10
};

function draft(over: Partial<IDraft> = {}): IDraft {
  return { ...draftOf(null), ...over };
}

describe('the form of a query', () => {
  it('gives the query back that it was filled with', () => {
    expect(queryOf(draftOf(FULL), ALL)).toEqual({ query: FULL });
  });

  it('asks for nothing where nothing is typed', () => {
    const empty = draft({ text: ' ', keywords: ' , ', condition: ' ' });
    expect(queryOf(empty, ALL)).toEqual({ query: { limit: 50 } });
    expect(queryOf(draft(), ALL)).toEqual({ query: { limit: 50 } });
  });

  it('leaves out what the service cannot narrow by', () => {
    const service: Service = { ...ALL, filters: ['interval'] };
    expect(queryOf(draftOf(FULL), service)).toEqual({
      query: { interval: ['2020-01-01', null], limit: 10 }
    });
  });

  it('shows the day of a time', () => {
    const query = { interval: ['2020-01-01T06:00:00Z', '2021-02-03'] as const };
    expect(draftOf(query)).toMatchObject({
      start: '2020-01-01',
      end: '2021-02-03'
    });
  });

  it.each([
    [{ box: ['1', '', '', ''] }, 'box-incomplete'],
    [{ box: ['1', '2', 'east', '4'] }, 'box-number'],
    [{ box: ['-181', '2', '3', '4'] }, 'box-range'],
    [{ box: ['1', '-91', '3', '4'] }, 'box-range'],
    [{ box: ['1', '5', '3', '4'] }, 'box-order'],
    [{ limit: '0' }, 'limit'],
    [{ limit: '1.5' }, 'limit'],
    [{ limit: 'many' }, 'limit']
  ] as const)('tells that %j cannot be asked', (over, slip) => {
    expect(queryOf(draft(over), ALL)).toEqual({ slip });
  });

  it('lets a box cross the date line', () => {
    const box = ['170', '-10', '-170', '10'] as const;
    expect(queryOf(draft({ box }), ALL)).toMatchObject({
      query: { bbox: [170, -10, -170, 10] }
    });
  });

  it('quotes names of properties that need it', () => {
    expect(propertyText('platform')).toBe('platform');
    expect(propertyText('eo:cloud_cover')).toBe('"eo:cloud_cover"');
    expect(propertyText('a"b')).toBe('"a""b"');
  });
});
