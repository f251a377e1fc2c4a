import type { Annotation, Frame } from '../../dashboard/types';
import { eventsOf, type IEvent, isOn, wordsOf } from '../events';
import { eventsNear } from '../NearCard';
import { queryOf, stepOf } from '../queries';
import { annotationOf, MINUTE, seriesOf, START } from './samples';

const HOUR = { from: START, to: START + 60 * MINUTE };

function events(frames: Frame[], change: Partial<Annotation> = {}) {
  return eventsOf(annotationOf(change), { frames, span: HOUR, problems: [] });
}

/** Begins and ends in minutes. */
function minutes(found: readonly IEvent[]): number[][] {
  return found.map(({ from, to }) => [
    (from - START) / MINUTE,
    (to - START) / MINUTE
  ]);
}

describe('events of an annotation', () => {
  it('are samples above zero, those a step apart as one', () => {
    const values = [0, 1, 1, 2, 0, -1, null, 1, null, 0.5, 0.5];
    expect(minutes(events([seriesOf(values)]).events)).toEqual([
      [1, 3],
      [7, 7],
      [9, 10]
    ]);
  });

  it('are joined over as much as a longer step of their own', () => {
    const values = [1, 0, 0, 1, 0, 0, 0, 0, 0, 1];
    const step = '5m';
    expect(minutes(events([seriesOf(values)], { step }).events)).toEqual([
      [0, 3],
      [9, 9]
    ]);
  });

  it('are joined where the store was asked, or keeps to, a longer step', () => {
    const values = [1, 1, 0, 1];
    expect(minutes(events([seriesOf(values, {}, 15)]).events)).toEqual([
      [0, 15],
      [45, 45]
    ]);
  });

  it('happen at their values where these are times, whatever their order', () => {
    const at = (minute: number) => START + minute * MINUTE + 0.5;
    const values = [at(30), at(30), null, at(10), at(11), at(300), 1e300];
    const isTimeInValue = true;
    expect(
      minutes(events([seriesOf(values)], { isTimeInValue }).events)
    ).toEqual([
      [10, 11],
      [30, 30]
    ]);
  });

  it('of several series are those of each, by time', () => {
    const found = events([
      seriesOf([0, 0, 1], { job: 'late' }),
      seriesOf([1, 0, 1], { job: 'both' })
    ]).events;
    expect(
      found.map(({ from, labels }) => [(from - START) / MINUTE, labels.job])
    ).toEqual([
      [0, 'both'],
      [2, 'late'],
      [2, 'both']
    ]);
  });

  it('are the last thousand, and how many there were is known', () => {
    const frames = Array.from({ length: 60 }, (_, series) =>
      seriesOf(
        Array.from({ length: 60 }, (__, place) => (place % 3 === 0 ? 1 : 0)),
        { series: `${series}` }
      )
    );
    const { events: kept, count } = events(frames);
    expect([kept.length, count]).toEqual([1000, 1200]);
    expect(kept[999].from).toBe(START + 57 * MINUTE);
  });

  it('say what their formats make of labels, as plain text', () => {
    const [event] = events(
      [seriesOf([1], { job: '<b>hub</b>', pod: 'p-1', empty: '' })],
      {
        titleFormat: '{{ job }} of {{__name__}} {{constructor}}',
        textFormat: '{{pod}}{{unknown}}!',
        tagKeys: ['pod', 'unknown', '__proto__']
      }
    ).events;
    expect(wordsOf(event)).toEqual({
      title: '<b>hub</b> of restarts ',
      text: 'p-1!',
      tags: ['p-1']
    });
  });

  it('are called as their annotation where no title is said', () => {
    const [event] = events([seriesOf([1])]).events;
    expect(wordsOf(event)).toEqual({ title: 'Restarts', text: '', tags: [] });
  });

  it('are bounded in what they say', () => {
    const titleFormat = '{{a}}'.repeat(300);
    const [event] = events([seriesOf([1], { a: 'x'.repeat(9000) })], {
      titleFormat
    }).events;
    expect(wordsOf(event).title).toHaveLength(500);
  });
});

describe('the query of an annotation', () => {
  it('has about 600 steps at most, and none below its own', () => {
    const day = { from: 0, to: 86_400_000 };
    const steps = [HOUR, day].map(span => [
      stepOf(annotationOf(), span) / 1000,
      stepOf(annotationOf({ step: '10s' }), span) / 1000,
      stepOf(annotationOf({ step: '10m' }), span) / 1000
    ]);
    expect(steps).toEqual([
      [60, 10, 600],
      [120, 120, 600]
    ]);
  });

  it('is asked in the range of the dashboard, each below an id of its own', () => {
    const [one, other] = [annotationOf(), annotationOf()].map(queryOf);
    expect([one.id, other.id]).toEqual([-1, -2]);
    expect(one.targets[0]).toMatchObject({ isRange: true, interval: '60s' });
  });
});

describe('an annotation', () => {
  it.each([
    [null, 1, true],
    [{ isExcluding: false, ids: [1] }, 1, true],
    [{ isExcluding: false, ids: [1] }, 2, false],
    [{ isExcluding: true, ids: [1] }, 1, false],
    [{ isExcluding: true, ids: [1] }, 2, true]
  ])('with the filter %j is drawn on panel %i: %s', (filter, id, expected) => {
    expect(isOn(annotationOf({ filter }), id)).toBe(expected);
  });
});

describe('events near the pointer', () => {
  const at = (from: number, to = from) =>
    ({ from, to, annotation: annotationOf(), labels: {} }) as const;
  const plot = (times: number[]) => ({
    data: [times] as never,
    // Two milliseconds a pixel.
    valToPos: (value: number) => value / 2,
    posToVal: (position: number) => position * 2
  });

  it('are those nearer to the point than to others, or a few pixels away', () => {
    const all = [at(40), at(60), at(140), at(160)];
    expect(eventsNear(plot([0, 100, 200]), 100, all)).toEqual([
      at(60),
      at(140)
    ]);
    expect(eventsNear(plot([99, 100, 101]), 100, [at(88), at(86)])).toEqual([
      at(88)
    ]);
  });

  it('are regions that reach over the point, and at the ends all beyond', () => {
    const region = at(10, 900);
    expect(eventsNear(plot([0, 500, 1000]), 500, [region])).toEqual([region]);
    expect(eventsNear(plot([100, 200]), 200, [at(9999), at(1)])).toEqual([
      at(9999)
    ]);
  });
});
