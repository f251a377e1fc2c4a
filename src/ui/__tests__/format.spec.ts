import { nullTranslator } from '@jupyterlab/translation';
import * as fc from 'fast-check';
import {
  formatAge,
  formatBytes,
  formatBytesOf,
  formatCount,
  formatDuration,
  formatPercent,
  inWords
} from '../format';

const trans = nullTranslator.load('jupyterlab_pangeo');

describe('figures in words', () => {
  it.each([
    [0, '0', 'B'],
    [999, '999', 'B'],
    [1023, '1', 'KiB'],
    [1536, '1.5', 'KiB'],
    [10_093_173_145, '9.4', 'GiB'],
    [16 * 1024 ** 3, '16', 'GiB'],
    [1024 ** 3 - 1, '1', 'GiB']
  ])('says %p bytes as %s %s', (bytes, value, unit) => {
    expect(formatBytes(bytes)).toEqual({ value, unit });
  });

  it('never shows more than three significant digits of a size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), bytes => {
        const digits = formatBytes(bytes).value.replace(/\D/g, '');
        expect(digits.length).toBeLessThanOrEqual(3);
      })
    );
  });

  it('keeps a size within a fortieth of the truth', () => {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
    fc.assert(
      fc.property(fc.integer({ min: 1 }), bytes => {
        const { value, unit } = formatBytes(bytes);
        const back = Number(value) * 1024 ** units.indexOf(unit);
        expect(Math.abs(back - bytes) / bytes).toBeLessThan(1 / 40);
      })
    );
  });

  it('shows a part and its limit in one unit', () => {
    const gib = 1024 ** 3;
    expect(inWords(formatBytesOf(9.4 * gib, 16 * gib))).toBe(
      '9.4 / 16\u00a0GiB'
    );
    expect(inWords(formatBytesOf(512, 0))).toBe('512\u00a0B');
  });

  it('writes small counts out and shortens large ones', () => {
    expect(formatCount(1204)).toBe('1,204');
    expect(formatCount(99_999)).toBe('99,999');
    expect(formatCount(1_234_567)).toBe('1.23\u202fM');
    expect(formatCount(999_950)).toBe('1\u202fM');
    expect(formatCount(100_000)).toBe('100\u202fk');
  });

  it('shows a percentage of several threads', () => {
    expect(inWords(formatPercent(312.4))).toBe('312\u00a0%');
    expect(formatPercent(0.2).value).toBe('<1');
    expect(formatPercent(0).value).toBe('0');
  });

  it.each([
    [0, '0.0 s'],
    [3.14, '3.1 s'],
    [9.99, '10 s'],
    [89, '89 s'],
    [14 * 60, '14 min'],
    [3 * 3600, '3 h'],
    [72 * 3600, '3 d']
  ])('says %p seconds as %s', (seconds, words) => {
    expect(formatDuration(seconds, trans)).toBe(words);
  });

  it('tells an age from the moment that is given', () => {
    expect(formatAge(1000, trans, 2000)).toBe('just now');
    expect(formatAge(0, trans, 180_000)).toBe('3 min ago');
  });
});
