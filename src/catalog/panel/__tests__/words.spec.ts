import { nullTranslator } from '@jupyterlab/translation';
import { boxText, intervalText } from '../words';

const trans = nullTranslator.load('');

describe('boxText', () => {
  it.each([
    [[9, 47.78419556, 9.1, 48], 'west 9, south 47.7842, east 9.1, north 48'],
    [[-180, -90, 0, 180, 90, 8848], 'west -180, south -90, east 180, north 90'],
    [[1, 2], ''],
    [[], ''],
    [null, ''],
    [undefined, '']
  ])('tells of %j as %s', (box, text) => {
    expect(boxText(box, trans)).toBe(text);
  });
});

describe('intervalText', () => {
  it.each<[readonly [string | null, string | null] | null, string]>([
    [['2020', '2021'], '2020 to 2021'],
    [['2020', '2020'], '2020'],
    [['2020', null], 'since 2020'],
    [[null, '2021'], 'until 2021'],
    [[null, null], ''],
    [null, '']
  ])('tells of %j as %s', (interval, text) => {
    expect(intervalText(interval, trans)).toBe(text);
  });
});
