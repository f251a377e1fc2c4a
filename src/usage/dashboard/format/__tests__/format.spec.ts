import { formatDate, formatText, formatValue } from '..';

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);
const CONTEXT = { timezone: 'utc', now: NOW };

type Case = readonly [
  value: number,
  unit: string,
  decimals: number | null,
  text: string
];

/** Made by hand. */
const CASES: readonly Case[] = [
  [0, 'short', null, '0'],
  [0, 'none', 3, '0.000'],
  [1.5, '', null, '1.50'],
  [2, '', null, '2'],
  [0.0123456, 'none', null, '0.0123'],
  [-0.5, 'none', 0, '0'],
  [-1.005, 'none', 1, '-1.0'],
  [9.999, 'none', 2, '10.00'],
  [1500, 'short', null, '1.50 K'],
  [2.5e6, 'short', 1, '2.5 Mil'],
  [1e30, 'short', 0, '1000000 Sept'],
  [1e12, 'bytes', null, '931 GiB'],
  [1e12, 'decbytes', null, '1 TB'],
  [0.5, 'bytes', null, '0.500 B'],
  [3, 'gbytes', null, '3 GiB'],
  [0.5, 'gbytes', null, '512 MiB'],
  [2048, 'kbytes', 1, '2.0 MiB'],
  [-1536, 'bytes', null, '-1.50 KiB'],
  [125, 'percent', null, '125%'],
  [0.1234, 'percentunit', 1, '12.3%'],
  [1e-9, 'ops', 0, '0 ops/s'],
  [1234567, 'ops', null, '1.23M ops/s'],
  [2.5e12, 'reqps', 1, '2.5T req/s'],
  [0, 's', 2, '0 s'],
  [5e-8, 's', null, '50 ns'],
  [0.0001, 's', null, '100 µs'],
  [1e-7, 'hertz', null, '100.0 nHz'],
  [90, 's', 1, '1.5 mins'],
  [7200, 's', null, '2 hours'],
  [604800, 's', null, '1 week'],
  [60, 's', 2, '1.00 min'],
  [-3600, 's', null, '-1 hour'],
  [31536000, 's', null, '0.999 year'],
  [-90, 's', 1, '-1.5 mins'],
  [1500, 'ns', null, '1.50 µs'],
  [7.2e12, 'ns', null, '2 hours'],
  [1500, 'µs', null, '1.50 ms'],
  [120e6, 'µs', null, '120 s'],
  [86400000, 'ms', null, '1 day'],
  [90, 'm', 1, '1.5 hours'],
  [36, 'h', 1, '1.5 days'],
  [12, 'h', null, '12 hour'],
  [45, 'm', null, '45 min'],
  [1.5, 'd', 1, '1.5 days'],
  [14, 'd', null, '2 weeks'],
  [730, 'd', null, '2 years'],
  [500, 'timeticks', null, '5 s'],
  [90061, 'dtdurations', null, '1 day'],
  [90061, 'dtdurations', 3, '1 day, 1 hour, 1 minute, 1 second'],
  [1500, 'dtdurationms', 1, '1 second, 500 milliseconds'],
  [-60, 'dtdurations', 0, '1 minute ago'],
  [7384, 'dthms', null, '02:03:04'],
  [93784, 'dtdhms', null, '1 d 02:03:04'],
  [7384, 'dtdhms', null, '02:03:04'],
  [365 * 86400 - 1, 'dtdurations', 1, '12 months, 0 weeks'],
  [7384005, 'clockms', null, '2h:03m:04s:005ms'],
  [7384, 'clocks', 1, '2h:03m'],
  [5, 'clocks', 0, '05s'],
  [360000, 'clocks', 0, '100h'],
  [1234, 'currencyUSD', null, '$1.23K'],
  [-1234, 'currencyUSD', 0, '-$1K'],
  [50, 'currencySEK', null, '50kr'],
  [-1500, 'currencyTRY', 1, '-1.5K₺'],
  [255, 'hex', 0, 'FF'],
  [255, 'hex0x', null, '0xFF'],
  [-255, 'hex0x', 0, '-0xFF'],
  [-0.4, 'hex', 0, '0'],
  [123456, 'sci', 2, '1.23e+5'],
  [0, 'bool', null, 'False'],
  [1, 'bool_on_off', null, 'On'],
  [12, 'pressurepsi', null, '12psi'],
  [2500, 'watt', null, '2.50 kW'],
  [0.25, 'kwatth', null, '250 Wh'],
  [1e6, 'mwatt', null, '1 kW'],
  [0.5, 'mwatth', null, '500 kWh'],
  [1500, 'dBm', null, '1500 dbm'],
  [21.5, 'celsius', 1, '21.5 °C'],
  [90, 'degree', null, '90 °'],
  [3, 'GPUs', null, '3 GPUs'],
  [3, 'in use over selected period', 1, '3.0 in use over selected period'],
  [3, 'suffix:cores', null, '3 cores'],
  [3, 'prefix:~', null, '~3'],
  [1500, 'si:F', null, '1.50 kF'],
  [1500, 'si:mF', null, '1.50 F'],
  [2500, 'count:pods', 1, '2.5K pods'],
  [2500, 'currency:¤', 1, '¤2.5K'],
  [1, 'bool:up/down', null, 'up'],
  [0, 'bool:up/down', null, 'down'],
  [NOW, 'time:YYYY [at] HH:mm', null, '2026 at 12:00'],
  [7, 'suffix:', null, '7 suffix:'],
  [7, 'toString:x', null, '7 toString:x'],
  [NOW, 'dateTimeAsIso', null, '2026-01-31 12:00:00'],
  [NOW, 'dateTimeAsIsoNoDateIfToday', null, '12:00:00'],
  [NOW - 864e5, 'dateTimeAsIsoNoDateIfToday', null, '2026-01-30 12:00:00'],
  [NOW, 'dateTimeAsUS', null, '01/31/2026 12:00:00 pm'],
  [NOW - 10e3, 'dateTimeFromNow', null, 'a few seconds ago'],
  [NOW - 60e3, 'dateTimeFromNow', null, 'a minute ago'],
  [NOW - 50 * 60e3, 'dateTimeFromNow', null, 'an hour ago'],
  [NOW + 3 * 36e5, 'dateTimeFromNow', null, 'in 3 hours'],
  [NOW - 23 * 36e5, 'dateTimeFromNow', null, 'a day ago'],
  [NOW - 40 * 864e5, 'dateTimeFromNow', null, 'a month ago'],
  [NOW - 800 * 864e5, 'dateTimeFromNow', null, '2 years ago']
];

describe('formatValue', () => {
  it.each(CASES)('%s of %s with decimals %s is %s', (...cells) => {
    const [value, unit, decimals, text] = cells;
    expect(formatText(value, unit, decimals, CONTEXT)).toBe(text);
  });

  it('splits what stands before and behind', () => {
    expect(formatValue(-1536, 'bytes')).toEqual({
      text: '-1.50',
      prefix: '',
      suffix: ' KiB'
    });
    expect(formatValue(-1234, 'currencyUSD')).toEqual({
      text: '1.23',
      prefix: '-$',
      suffix: 'K'
    });
  });

  it('writes no unit behind NaN, and nothing for null', () => {
    for (const unit of ['bytes', 's', 'percent', 'bool', 'dtdurations', 'x']) {
      expect(formatText(NaN, unit)).toBe('NaN');
      expect(formatText(null, unit)).toBe('');
    }
  });

  it('writes infinities as such in every unit of numbers', () => {
    for (const unit of [
      'bytes',
      'ops',
      'dtdurations',
      'clocks',
      'hex',
      'sci'
    ]) {
      expect(formatText(Infinity, unit)).toBe('∞');
      expect(formatText(-Infinity, unit)).toBe('-∞');
    }
    expect(formatText(Infinity, 'percent')).toBe('∞%');
    expect(formatText(Infinity, 's')).toBe('∞ years');
    expect(formatText(-Infinity, 'GPUs')).toBe('-∞ GPUs');
    expect(formatText(Infinity, 'dateTimeAsIso')).toBe('Invalid date');
    expect(formatText(Infinity, 'dateTimeFromNow')).toBe('Invalid date');
  });

  it('writes numbers beyond what has decimals as they are', () => {
    expect(formatText(1e300, 'none', 2)).toBe('1e+300');
    expect(formatText(1e-12, 'none')).toBe('1e-12');
    expect(formatText(5, 'none', -2)).toBe('5');
  });

  it('shows dates by the clock of the zone that is given', () => {
    const at = { now: NOW, timezone: 'America/New_York' };
    expect(formatText(NOW, 'dateTimeAsIso', null, at)).toBe(
      '2026-01-31 07:00:00'
    );
    const evening = NOW + 15 * 36e5;
    expect(formatText(evening, 'dateTimeAsIsoNoDateIfToday', null, at)).toBe(
      '22:00:00'
    );
    expect(
      formatText(evening, 'dateTimeAsIsoNoDateIfToday', null, CONTEXT)
    ).toBe('2026-02-01 03:00:00');
  });

  it('writes what depends on the language as the browser does', () => {
    const number = (value: number, decimals: number) =>
      value.toLocaleString(undefined, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals
      });
    expect(formatText(1234.5, 'locale')).toBe(number(1234.5, 1));
    expect(formatText(1234.56, 'currency:financial:€')).toBe(
      `€${number(1234.6, 1)}`
    );
    expect(formatText(-2500.5, 'currency:financial:€:suffix', 2)).toBe(
      `${number(-2500.5, 2)}€`
    );
    const at = { now: NOW, timezone: 'America/New_York' };
    const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
    const day = { year: 'numeric', month: '2-digit', day: '2-digit' };
    const local = (options: Record<string, string>) =>
      new Date(NOW).toLocaleString(undefined, {
        ...(options as Intl.DateTimeFormatOptions),
        timeZone: 'America/New_York'
      });
    expect(formatText(NOW, 'dateTimeAsLocal', null, at)).toBe(
      local({ ...clock, ...day })
    );
    expect(formatText(NOW, 'dateTimeAsLocalNoDateIfToday', null, at)).toBe(
      local(clock)
    );
  });
});

describe('formatDate', () => {
  it('knows the tokens', () => {
    const moment = Date.UTC(2026, 2, 9, 15, 4, 5, 67);
    expect(
      formatDate(
        moment,
        'YYYY YY MMMM MMM MM M DD D dddd ddd HH H hh h mm m ss s SSS A a Z ZZ X x [YY]',
        'Asia/Kolkata'
      )
    ).toBe(
      '2026 26 March Mar 03 3 09 9 Monday Mon 20 20 08 8 34 34 05 5 067 PM pm +05:30 +0530 1773068645 1773068645067 YY'
    );
    expect(formatDate(moment, 'HH:mm Z', 'America/New_York')).toBe(
      '11:04 -04:00'
    );
    expect(formatDate(0, 'hh h H a', 'utc')).toBe('12 12 0 am');
    expect(formatDate(NaN, 'YYYY', 'utc')).toBe('Invalid date');
  });
});
