import * as fc from 'fast-check';
import { formatTicks } from '..';

describe('formatTicks', () => {
  it('writes as few decimals as tell ticks apart, all the same', () => {
    expect(formatTicks([0, 0.5, 1, 1.5], 'none')).toEqual([
      '0.0',
      '0.5',
      '1.0',
      '1.5'
    ]);
    expect(formatTicks([0, 2.5, 5, 7.5], 'none', 0)).toEqual([
      '0.0',
      '2.5',
      '5.0',
      '7.5'
    ]);
    expect(formatTicks([0, 1, 2], 'none')).toEqual(['0', '1', '2']);
    expect(formatTicks([0, 1, 2], 'none', 2)).toEqual(['0.00', '1.00', '2.00']);
    expect(formatTicks([0.1, 0.2, 0.1 + 0.2], 'percentunit')).toEqual([
      '10%',
      '20%',
      '30%'
    ]);
  });

  it('writes each magnitude with its own count', () => {
    const gib = 2 ** 30;
    expect(formatTicks([0, gib / 2, gib, 1.5 * gib], 'bytes')).toEqual([
      '0 B',
      '512 MiB',
      '1.0 GiB',
      '1.5 GiB'
    ]);
    expect(formatTicks([0, 30, 60, 90, 120], 's')).toEqual([
      '0 s',
      '30 s',
      '1 min',
      '1.5 mins',
      '2.0 mins'
    ]);
  });

  it('tells ticks far from zero apart', () => {
    const texts = formatTicks([1e9, 1e9 + 1000, 1e9 + 2000], 'short');
    expect(texts).toEqual(['1.000000 Bil', '1.000001 Bil', '1.000002 Bil']);
  });

  it('gives each tick of a logarithmic axis what it needs', () => {
    expect(formatTicks([0.001, 0.01, 0.1, 1, 10, 1000], 'none')).toEqual([
      '0.001',
      '0.01',
      '0.1',
      '1',
      '10',
      '1000'
    ]);
  });

  it('writes what should be zero as zero', () => {
    expect(formatTicks([-0.1, 0.3 - 0.1 * 3, 0.1], 'Bps')).toEqual([
      '-100 mB/s',
      '0 B/s',
      '100 mB/s'
    ]);
  });

  it('never writes two ticks alike', () => {
    const units = 'none short bytes decbytes percentunit s ms ops currencyUSD';
    fc.assert(
      fc.property(
        fc.constantFrom(...units.split(' ')),
        fc.constantFrom(1, 2, 2.5, 5),
        fc.integer({ min: -9, max: 12 }),
        fc.integer({ min: -10_000, max: 10_000 }),
        (unit, digit, power, start) => {
          const step = digit * 10 ** power;
          const ticks = [0, 1, 2, 3, 4, 5].map(i => (start + i) * step);
          const texts = formatTicks(ticks, unit);
          expect(new Set(texts).size).toBe(ticks.length);
        }
      ),
      { numRuns: 500 }
    );
  });

  it('makes words longer until they differ', () => {
    expect(formatTicks([60, 75, 90], 'dtdurations')).toEqual([
      '1 minute, 0 seconds',
      '1 minute, 15 seconds',
      '1 minute, 30 seconds'
    ]);
    expect(formatTicks([0, 1], 'bool')).toEqual(['False', 'True']);
    expect(formatTicks([0, 0.5, 1], 'bool')).toEqual(['False', 'True', 'True']);
  });

  it('takes no ticks, one, and ones that are no numbers', () => {
    expect(formatTicks([], 'bytes')).toEqual([]);
    expect(formatTicks([0.5], 'none')).toEqual(['0.5']);
    expect(formatTicks([NaN, 1, Infinity], 'none')).toEqual(['NaN', '1', '∞']);
  });
});
