import { nullTranslator } from '@jupyterlab/translation';
import {
  describeSpan,
  formatDuration,
  intervalOf,
  parseDuration,
  parseMoment,
  QUICK_RANGES,
  roundInterval
} from '..';

const trans = nullTranslator.load('jupyterlab');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('durations', () => {
  it.each([
    ['15s', 15_000],
    ['1m30s', 90_000],
    ['1w', 7 * DAY],
    ['1d12h', 36 * HOUR],
    ['500ms', 500],
    ['1.5h', 1.5 * HOUR],
    ['1M', 30 * DAY],
    ['1y', 365 * DAY],
    ['30', 30_000],
    ['>10s', 10_000],
    ['>=10s', 10_000],
    [' 5m ', 300_000],
    ['0s', 0]
  ])('%s is read', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', ' ', '5x', 's', '-5s', '1m 30s', '1m30', 'auto', '$x'])(
    '%j is none',
    text => {
      expect(parseDuration(text)).toBeNull();
    }
  );

  it.each([
    [0, '0s'],
    [1, '1ms'],
    [15_000, '15s'],
    [60_000, '1m'],
    [90_000, '1m30s'],
    [HOUR, '1h'],
    [DAY, '1d'],
    [7 * DAY, '7d'],
    [30 * DAY, '30d'],
    [365 * DAY, '1y'],
    [0.2, '0s'],
    [-2000, '2s']
  ])('%s milliseconds are written %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('are read as they are written', () => {
    for (let ms = 1; ms < 1e12; ms = Math.ceil(ms * 1.7)) {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }
  });
});

describe('intervals', () => {
  it.each([
    [0, 1],
    [9.9, 1],
    [10, 10],
    [14.9, 10],
    [15, 20],
    [749, 500],
    [750, 1000],
    [12_499, 10_000],
    [12_500, 15_000],
    [44_999, 30_000],
    [45_000, 60_000],
    [1_050_000, 1_200_000],
    [5_399_999, HOUR],
    [5_400_000, 2 * HOUR],
    [DAY - 1, DAY / 2],
    [DAY, DAY],
    [7 * DAY - 1, DAY],
    [7 * DAY, 7 * DAY],
    [20.9 * DAY, 7 * DAY],
    [21 * DAY, 30 * DAY],
    [42 * DAY - 1, 30 * DAY],
    [42 * DAY, 365 * DAY],
    [1e15, 365 * DAY]
  ])('%s ms are rounded to %s', (ms, expected) => {
    expect(roundInterval(ms)).toBe(expected);
  });

  it('follow from the span and its points, and are never below the least', () => {
    const span = { from: 0, to: 6 * HOUR };
    expect(intervalOf(span, 1000)).toBe(20_000);
    expect(intervalOf(span, 1000, 60_000)).toBe(60_000);
    expect(intervalOf(span, 0)).toBe(6 * HOUR);
  });
});

describe('describeSpan', () => {
  it.each([
    ['now-6h', 'now', 'Last 6 hours'],
    ['now-1h', 'now', 'Last 1 hour'],
    ['now-7d', 'now', 'Last 7 days'],
    ['now-45s', 'now', 'Last 45 seconds'],
    ['now/d', 'now', 'Today so far'],
    ['now/d', 'now/d', 'Today'],
    ['now-1d/d', 'now-1d/d', 'Yesterday'],
    [' now/w ', 'now', 'This week so far'],
    ['now-3h', 'now-1h', 'now-3h to now-1h'],
    ['now-1d/d', 'now', 'now-1d/d to now'],
    ['1769853600000', 'now', '2026-01-31 10:00:00 to now'],
    [
      '2026-01-31T10:00:00Z',
      '2026-02-01 09:00',
      '2026-01-31 10:00:00 to 2026-02-01 09:00:00'
    ],
    ['nonsense', 'now', 'nonsense to now']
  ])('%s, %s', (from, to, expected) => {
    expect(describeSpan(from, to, trans, 'utc')).toBe(expected);
  });

  it('writes moments by the clock of the zone', () => {
    expect(
      describeSpan('1769853600000', '1769857200000', trans, 'America/New_York')
    ).toBe('2026-01-31 05:00:00 to 2026-01-31 06:00:00');
  });

  it('has a name of its own for every span that is offered', () => {
    const titles = QUICK_RANGES.map(({ from, to }) => {
      expect(parseMoment(from, 0)).not.toBeNull();
      expect(parseMoment(to, 0)).not.toBeNull();
      return describeSpan(from, to, trans);
    });
    expect(titles.filter(title => title.includes('now'))).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles).toContain('Last 5 minutes');
  });
});
