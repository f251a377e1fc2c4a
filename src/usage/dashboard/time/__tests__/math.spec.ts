import { parseMoment, parseSpan, shift, zoomOut } from '..';

const BERLIN = 'Europe/Berlin';
const YORK = 'America/New_York';

function at(text: string): number {
  return Date.parse(text);
}

/** A moment of an expression as ISO text in UTC. */
function shown(
  text: string,
  now: string,
  timezone: string,
  roundUp = false
): string | null {
  const options = { timezone, roundUp, weekStart: 1 };
  const moment = parseMoment(text, at(now), options);
  return moment === null ? null : new Date(moment).toISOString();
}

describe('parseMoment counted from now', () => {
  const NOW = '2026-05-14T10:20:30.456Z';

  it.each([
    ['now', NOW],
    [' now ', NOW],
    ['now-6h', '2026-05-14T04:20:30.456Z'],
    ['now+1h', '2026-05-14T11:20:30.456Z'],
    ['now - 1h', '2026-05-14T09:20:30.456Z'],
    ['now-h', '2026-05-14T09:20:30.456Z'],
    ['now-90s', '2026-05-14T10:19:00.456Z'],
    ['now-1d/d', '2026-05-13T00:00:00.000Z'],
    ['now/h', '2026-05-14T10:00:00.000Z'],
    ['now/m', '2026-05-14T10:20:00.000Z'],
    ['now/s', '2026-05-14T10:20:30.000Z'],
    ['now/w', '2026-05-11T00:00:00.000Z'],
    ['now-1w/w', '2026-05-04T00:00:00.000Z'],
    ['now/M', '2026-05-01T00:00:00.000Z'],
    ['now/Q', '2026-04-01T00:00:00.000Z'],
    ['now-1Q/Q', '2026-01-01T00:00:00.000Z'],
    ['now/y', '2026-01-01T00:00:00.000Z'],
    ['now-1y', '2025-05-14T10:20:30.456Z'],
    ['now/d+8h-30m', '2026-05-14T07:30:00.000Z']
  ])('%s', (text, expected) => {
    expect(shown(text, NOW, 'utc')).toBe(expected);
  });

  it.each([
    ['now/d', '2026-05-14T23:59:59.999Z'],
    ['now/h', '2026-05-14T10:59:59.999Z'],
    ['now/w', '2026-05-17T23:59:59.999Z'],
    ['now/Q', '2026-06-30T23:59:59.999Z'],
    ['now/y', '2026-12-31T23:59:59.999Z']
  ])('%s rounded up', (text, expected) => {
    expect(shown(text, NOW, 'utc', true)).toBe(expected);
  });

  it('begins the week on the day that is asked for', () => {
    const sunday = parseMoment('now/w', at(NOW), {
      timezone: 'utc',
      weekStart: 0
    });
    expect(sunday).toBe(at('2026-05-10T00:00:00Z'));
    const usual = parseMoment('now/w', at(NOW), { timezone: 'utc' });
    expect([0, 1, 6]).toContain(new Date(usual ?? 0).getUTCDay());
  });

  it('takes the last day of a shorter month', () => {
    const now = '2026-03-31T12:00:00.000Z';
    expect(shown('now-1M', now, 'utc')).toBe('2026-02-28T12:00:00.000Z');
    expect(shown('now+1M', now, 'utc')).toBe('2026-04-30T12:00:00.000Z');
    expect(shown('now-1M', '2024-03-31T12:00:00Z', 'utc')).toBe(
      '2024-02-29T12:00:00.000Z'
    );
    expect(shown('now+1y', '2024-02-29T12:00:00Z', 'utc')).toBe(
      '2025-02-28T12:00:00.000Z'
    );
  });

  it.each([
    '',
    'nowx',
    'now-',
    'now-1',
    'now/2d',
    'now/x',
    'now-1D',
    'now-999999999y',
    'tomorrow'
  ])('%j is no moment', text => {
    expect(parseMoment(text, at(NOW), { timezone: 'utc' })).toBeNull();
  });
});

describe('parseMoment over a change of the clock', () => {
  it.each([
    // In spring a day has 23 hours.
    [BERLIN, '2026-03-29T10:00:00Z', 'now-1d', '2026-03-28T11:00:00.000Z'],
    [BERLIN, '2026-03-29T10:00:00Z', 'now-24h', '2026-03-28T10:00:00.000Z'],
    [BERLIN, '2026-03-29T10:00:00Z', 'now/d', '2026-03-28T23:00:00.000Z'],
    [BERLIN, '2026-03-30T10:00:00Z', 'now/d', '2026-03-29T22:00:00.000Z'],
    [BERLIN, '2026-03-29T10:00:00Z', 'now/M', '2026-02-28T23:00:00.000Z'],
    [YORK, '2026-03-08T18:00:00Z', 'now-1d', '2026-03-07T19:00:00.000Z'],
    [YORK, '2026-03-08T18:00:00Z', 'now/d', '2026-03-08T05:00:00.000Z'],
    // The clock never showed 02:30: it is moved on.
    [BERLIN, '2026-03-30T00:30:00Z', 'now-1d', '2026-03-29T01:30:00.000Z'],
    [YORK, '2026-03-09T06:30:00Z', 'now-1d', '2026-03-08T07:30:00.000Z'],
    // In autumn it has 25, and 02:30 comes twice.
    [BERLIN, '2026-10-25T12:00:00Z', 'now-1d', '2026-10-24T11:00:00.000Z'],
    [BERLIN, '2026-10-25T12:00:00Z', 'now/d', '2026-10-24T22:00:00.000Z'],
    [BERLIN, '2026-10-26T01:30:00Z', 'now-1d', '2026-10-25T00:30:00.000Z'],
    [BERLIN, '2026-10-25T01:30:00Z', 'now/h', '2026-10-25T01:00:00.000Z'],
    [BERLIN, '2026-10-25T00:30:00Z', 'now/h', '2026-10-25T00:00:00.000Z'],
    [YORK, '2026-11-01T18:00:00Z', 'now-1d', '2026-10-31T17:00:00.000Z'],
    [YORK, '2026-11-01T18:00:00Z', 'now/d', '2026-11-01T04:00:00.000Z'],
    [YORK, '2026-11-02T06:30:00Z', 'now-1d', '2026-11-01T05:30:00.000Z']
  ])('%s at %s: %s', (timezone, now, text, expected) => {
    expect(shown(text, now, timezone)).toBe(expected);
  });

  it('makes whole days of 23 and 25 hours', () => {
    const hours = (now: string, timezone: string) => {
      const span = parseSpan('now/d', 'now/d', at(now), timezone);
      return span ? (span.to + 1 - span.from) / 3_600_000 : null;
    };
    expect(hours('2026-03-29T12:00:00Z', BERLIN)).toBe(23);
    expect(hours('2026-10-25T12:00:00Z', BERLIN)).toBe(25);
    expect(hours('2026-03-08T12:00:00Z', YORK)).toBe(23);
    expect(hours('2026-11-01T12:00:00Z', YORK)).toBe(25);
    expect(hours('2026-11-02T12:00:00Z', YORK)).toBe(24);
  });
});

describe('parseMoment of dates', () => {
  it.each([
    ['2026-01-31', BERLIN, '2026-01-30T23:00:00.000Z'],
    ['2026-07', 'utc', '2026-07-01T00:00:00.000Z'],
    ['2026-01-31 10:00:00', BERLIN, '2026-01-31T09:00:00.000Z'],
    ['2026-07-31 10:00', YORK, '2026-07-31T14:00:00.000Z'],
    ['2026-01-31T10:00:00.25', 'utc', '2026-01-31T10:00:00.250Z'],
    ['2026-01-31T10:00:00Z', YORK, '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T10:00:00+05:30', YORK, '2026-01-31T04:30:00.000Z'],
    ['2026-01-31 10:00:00 -0800', 'utc', '2026-01-31T18:00:00.000Z'],
    ['1769853600000', YORK, '2026-01-31T10:00:00.000Z'],
    ['-1', 'utc', '1969-12-31T23:59:59.999Z'],
    ['0099-03-04', 'utc', '0099-03-04T00:00:00.000Z'],
    ['2026-01-31||+1d', 'utc', '2026-02-01T00:00:00.000Z'],
    ['2026-10-25 02:30', BERLIN, '2026-10-25T00:30:00.000Z'],
    ['2026-03-29 02:30', BERLIN, '2026-03-29T01:30:00.000Z']
  ])('%s in %s', (text, timezone, expected) => {
    expect(shown(text, '2026-01-01T00:00:00Z', timezone)).toBe(expected);
  });

  it('ends a date without a clock at its end, where that is asked for', () => {
    const now = '2026-01-01T00:00:00Z';
    expect(shown('2026-01-31', now, BERLIN, true)).toBe(
      '2026-01-31T22:59:59.999Z'
    );
    expect(shown('2026-02', now, 'utc', true)).toBe('2026-02-28T23:59:59.999Z');
    expect(shown('2026-01-31 10:00', now, 'utc', true)).toBe(
      '2026-01-31T10:00:00.000Z'
    );
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-01-31 24:00',
    '2026-01-31 10:60',
    '2026-01-31 10:00:60',
    '31.01.2026',
    '2026-1-31',
    '99999999999999999999',
    '2026-01-31||x',
    'x||+1d'
  ])('%s is no moment', text => {
    expect(parseMoment(text, 0, { timezone: 'utc' })).toBeNull();
  });

  it('takes the browser’s zone for one that there is not', () => {
    const here = new Date(2026, 0, 31, 10).getTime();
    for (const timezone of ['browser', '', 'Nowhere/City']) {
      expect(parseMoment('2026-01-31 10:00', 0, { timezone })).toBe(here);
    }
    expect(parseMoment('2026-01-31 10:00', 0)).toBe(here);
  });
});

describe('spans', () => {
  const NOW = at('2026-05-14T10:00:00Z');

  it('round down at their start and up at their end', () => {
    expect(parseSpan('now-1d/d', 'now-1d/d', NOW, 'utc')).toEqual({
      from: at('2026-05-13T00:00:00Z'),
      to: at('2026-05-14T00:00:00Z') - 1
    });
    expect(parseSpan('2026-05-01', '2026-05-01', NOW, 'utc')).toEqual({
      from: at('2026-05-01T00:00:00Z'),
      to: at('2026-05-02T00:00:00Z') - 1
    });
  });

  it('are none where an end is unreadable or not after the start', () => {
    expect(parseSpan('now-x', 'now', NOW, 'utc')).toBeNull();
    expect(parseSpan('now', 'later', NOW, 'utc')).toBeNull();
    expect(parseSpan('now', 'now', NOW, 'utc')).toBeNull();
    expect(parseSpan('now', 'now-1h', NOW, 'utc')).toBeNull();
  });

  it('are doubled around their middle', () => {
    expect(zoomOut({ from: 1000, to: 3000 })).toEqual({ from: 0, to: 4000 });
    expect(zoomOut({ from: 50_000, to: 50_000 })).toEqual({
      from: 42_500,
      to: 57_500
    });
  });

  it('are moved by half their length, not beyond now where that is given', () => {
    const span = { from: 1000, to: 3000 };
    expect(shift(span, -1)).toEqual({ from: 0, to: 2000 });
    expect(shift(span, 1)).toEqual({ from: 2000, to: 4000 });
    expect(shift(span, 1, 3300)).toEqual({ from: 1300, to: 3300 });
    expect(shift(span, 1, 2000)).toEqual(span);
    expect(shift(span, -1, 2000)).toEqual({ from: 0, to: 2000 });
  });
});
