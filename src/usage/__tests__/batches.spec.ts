import { dashboardOf, panelOf, targetOf } from '../../testing/usage';
import { planRecord, shownOf, spanOf } from '../batches';
import type { Panel } from '../tokens';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 0, 31, 12, 0, 7);
const CLOCK = { now: NOW, timezone: 'utc' };
const LAST_HOUR = { from: NOW - HOUR, to: NOW };

function plan(panels: readonly Panel[], span = LAST_HOUR) {
  const ids = new Set(panels.map(({ id }) => id));
  const shown = shownOf(dashboardOf(panels), ids, span, CLOCK);
  return planRecord(shown, CLOCK, 15_000);
}

describe('queries of the record', () => {
  it('are asked in one request, and equal ones once', () => {
    const cpu = targetOf({ refId: 'B', raw: { metric: 'cpu', over: 'rate' } });
    const [batch, ...more] = plan([
      panelOf({ id: 1, targets: [targetOf(), cpu] }),
      panelOf({ id: 2 })
    ]);
    expect(more).toEqual([]);
    expect(batch.queries.map(({ metric }) => metric)).toEqual([
      'memory',
      'cpu'
    ]);
    expect(batch.takers.map(({ panelId, index }) => [panelId, index])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0]
    ]);
  });

  it('are of whole steps, the last of which holds the end of the span', () => {
    const [{ start, end, step }] = plan([panelOf()]);
    expect(step).toBe(15);
    expect([start % step, end % step]).toEqual([0, 0]);
    expect(end * 1000).toBeGreaterThanOrEqual(NOW);
    expect((end - step) * 1000).toBeLessThan(NOW);
  });

  it('have no shorter steps than five minutes where samples are gone', () => {
    const [{ step }] = plan([panelOf()], { from: NOW - 3 * DAY, to: NOW });
    expect(step).toBeGreaterThanOrEqual(300);
    const [old] = plan([panelOf()], {
      from: NOW - 3 * DAY,
      to: NOW - 3 * DAY + HOUR
    });
    expect(old.step).toBe(300);
  });

  it('of a panel that is not in view are not asked', () => {
    const panels = [panelOf({ id: 1 }), panelOf({ id: 2 })];
    const wanted = new Set([2]);
    const shown = shownOf(dashboardOf(panels), wanted, LAST_HOUR, CLOCK);
    const [{ takers }] = planRecord(shown, CLOCK, 15_000);
    expect(takers.map(({ panelId }) => panelId)).toEqual([2]);
  });

  it('of another kind of source are left to it', () => {
    const datasource = { type: 'prometheus', uid: '' };
    expect(plan([panelOf({ targets: [targetOf({ datasource })] })])).toEqual(
      []
    );
  });

  it('by day end at midnight, and the last day holds now', () => {
    const [{ start, end, step }] = plan([
      panelOf({ interval: '1d', timeFrom: 'now-13d/d' })
    ]);
    expect(step).toBe(86_400);
    expect(new Date(end * 1000).toISOString()).toBe('2026-02-01T00:00:00.000Z');
    expect((end - start) / step).toBe(13);
  });

  it('are split where they are more than one request may hold', () => {
    const targets = Array.from({ length: 60 }, (_, index) =>
      targetOf({ refId: `${index}`, raw: { metric: `m${index}` } })
    );
    const batches = plan([panelOf({ targets })]);
    expect(batches.map(({ queries }) => queries.length)).toEqual([50, 10]);
    expect(batches[1].takers[0]).toMatchObject({
      index: 0,
      target: { refId: '50' }
    });
  });

  it('at one moment tell of the whole span', () => {
    const [{ start, end, step }] = plan([
      panelOf({ targets: [targetOf({ isInstant: true })] })
    ]);
    expect([start, end, step]).toEqual([NOW / 1000, NOW / 1000, 3600]);
  });
});

describe('the span of a panel', () => {
  it.each([
    ['', NOW - HOUR],
    ['2h', NOW - 2 * HOUR],
    ['now/d', Date.UTC(2026, 0, 31)],
    ['nonsense', NOW - HOUR]
  ])('with its own begin %j', (timeFrom, from) => {
    expect(spanOf(panelOf({ timeFrom }), LAST_HOUR, CLOCK).from).toBe(from);
  });
});
