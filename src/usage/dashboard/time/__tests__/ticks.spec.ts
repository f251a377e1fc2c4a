import { formatMoment, formatTime, isTimezone, timeTicks } from '..';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function spanOf(from: string, length: number) {
  return { from: Date.parse(from), to: Date.parse(from) + length };
}

/** Labels of the ticks of an axis. */
function labels(
  from: string,
  length: number,
  timezone: string,
  most = 8
): string {
  const span = spanOf(from, length);
  const ticks = timeTicks(span, most, timezone);
  return ticks.map(tick => formatTime(tick, span, timezone)).join(' ');
}

describe('the time axis', () => {
  it.each([
    [5_000, '10:00:01.000 10:00:02.000 10:00:03.000 10:00:04.000 10:00:05.000'],
    [MINUTE, '10:00:10 10:00:20 10:00:30 10:00:40 10:00:50 10:01:00'],
    [
      15 * MINUTE,
      '10:02:00 10:04:00 10:06:00 10:08:00 10:10:00 10:12:00 10:14:00'
    ],
    [HOUR, '10:10 10:20 10:30 10:40 10:50 11:00'],
    [6 * HOUR, '11:00 12:00 13:00 14:00 15:00 16:00'],
    [DAY, '12:00 15:00 18:00 21:00 05-15 03:00 06:00 09:00'],
    [2 * DAY, '12:00 18:00 05-15 06:00 12:00 18:00 05-16 06:00'],
    [7 * DAY, '05-15 05-16 05-17 05-18 05-19 05-20 05-21'],
    [30 * DAY, '05-16 05-21 05-26 06-01 06-06 06-11'],
    [90 * DAY, '06-01 07-01 08-01'],
    [366 * DAY, '2026-07 2026-10 2027-01 2027-04'],
    [5 * 365 * DAY, '2027 2028 2029 2030 2031']
  ])('over %s ms', (length, expected) => {
    expect(labels('2026-05-14T10:00:00.001Z', length, 'utc')).toBe(expected);
  });

  it('begins days by the clock of the zone', () => {
    expect(labels('2026-05-14T10:00:00Z', 3 * DAY, 'Asia/Kolkata', 4)).toBe(
      '05-15 05-16 05-17'
    );
    const span = spanOf('2026-05-14T10:00:00Z', 3 * DAY);
    expect(new Date(timeTicks(span, 4, 'Asia/Kolkata')[0]).toISOString()).toBe(
      '2026-05-14T18:30:00.000Z'
    );
  });

  it('keeps even hours over a change of the clock', () => {
    const zone = 'Europe/Berlin';
    expect(labels('2026-03-28T20:00:00Z', 24 * HOUR, zone)).toBe(
      '21:00 03-29 03:00 06:00 09:00 12:00 15:00 18:00 21:00'
    );
    expect(labels('2026-10-24T20:00:00Z', 24 * HOUR, zone)).toBe(
      '10-25 03:00 06:00 09:00 12:00 15:00 18:00 21:00'
    );
    expect(labels('2026-10-24T23:00:00Z', 4 * HOUR, zone, 4)).toBe(
      '01:00 02:00 02:00 03:00 04:00'
    );
    expect(labels('2026-03-29T00:00:00Z', 3 * HOUR, zone, 4)).toBe(
      '01:00 03:00 04:00 05:00'
    );
    expect(labels('2026-03-27T12:00:00Z', 4 * DAY, zone, 4)).toBe(
      '03-28 03-29 03-30 03-31'
    );
  });

  it('ascends over a day that was left out', () => {
    // Samoa went from the 29th of December 2011 to the 31st.
    const span = spanOf('2011-12-29T12:00:00Z', 2 * DAY);
    const ticks = timeTicks(span, 30, 'Pacific/Apia');
    const sorted = [...new Set(ticks)].sort((a, b) => a - b);
    expect(ticks).toEqual(sorted);
    expect(labels('2011-12-28T20:00:00Z', 3 * DAY, 'Pacific/Apia', 4)).toBe(
      '12-29 12-31 01-01'
    );
  });

  it('lies inside its span, ascends and has about as many ticks as are asked for', () => {
    for (const zone of ['utc', 'Europe/Berlin', 'America/New_York']) {
      for (let length = 10; length < 50 * 365 * DAY; length *= 1.7) {
        const span = spanOf('2026-03-20T07:11:13.017Z', Math.round(length));
        const ticks = timeTicks(span, 10, zone);
        const sorted = [...new Set(ticks)].sort((a, b) => a - b);
        expect(ticks).toEqual(sorted);
        expect(ticks.length).toBeLessThanOrEqual(13);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks[0]).toBeGreaterThanOrEqual(span.from);
        expect(ticks[ticks.length - 1]).toBeLessThanOrEqual(span.to);
        const texts = ticks.map(tick => formatTime(tick, span, zone));
        expect(texts.filter((text, i) => text === texts[i - 1])).toEqual([]);
      }
    }
  });

  it('has no ticks over nothing', () => {
    expect(timeTicks({ from: 5, to: 5 }, 10, 'utc')).toEqual([]);
    expect(timeTicks({ from: 5, to: 1 }, 10, 'utc')).toEqual([]);
    expect(timeTicks({ from: NaN, to: 1 }, 10, 'utc')).toEqual([]);
  });
});

describe('formatMoment', () => {
  it('has the date, and milliseconds where the span is short', () => {
    const moment = Date.parse('2026-01-31T10:00:00.123Z');
    const short = { from: moment, to: moment + 5000 };
    const long = { from: moment, to: moment + HOUR };
    expect(formatMoment(moment, long, 'utc')).toBe('2026-01-31 10:00:00');
    expect(formatMoment(moment, short, 'America/New_York')).toBe(
      '2026-01-31 05:00:00.123'
    );
  });
});

describe('isTimezone', () => {
  it('knows the browser’s, UTC and names of the database', () => {
    for (const name of ['browser', 'utc', 'UTC', 'Europe/Berlin']) {
      expect(isTimezone(name)).toBe(true);
    }
    expect(isTimezone('Nowhere/City')).toBe(false);
    expect(isTimezone('')).toBe(false);
  });
});
