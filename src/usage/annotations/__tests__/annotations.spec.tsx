import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import type uPlot from 'uplot';
import { settle } from '../../../testing/promises';
import { panelOf } from '../../../testing/usage';
import { ReactPanel } from '../../../ui/ReactPanel';
import type { MarkedChart } from '../../dashboard/charts/types';
import type { Annotation } from '../../dashboard/types';
import type {
  IAnnotations,
  IPanelData,
  IUsageModel,
  Remote
} from '../../tokens';
import { annotate } from '..';
import { annotationOf, MINUTE, seriesOf, START } from './samples';

const trans = nullTranslator.load('');
const span = { from: START, to: START + 60 * MINUTE };

/** A plot of an hour with a pixel a minute that writes down what is drawn. */
class FakePlot {
  readonly drawn: string[] = [];
  readonly redraw = jest.fn();
  readonly bbox = { left: 0, top: 0, width: 60, height: 100 };
  scales = { x: { min: START, max: START + 60 * MINUTE } };
  readonly data = [[START, START + 30 * MINUTE, START + 60 * MINUTE]];
  readonly ctx = {
    ...{ save: () => {}, restore: () => {}, beginPath: () => {} },
    ...{ setLineDash: () => {}, lineTo: () => {}, stroke: () => {} },
    moveTo: (x: number, y: number) => {
      this.drawn.push(`${y === 0 ? 'line' : 'mark'} ${x}`);
    },
    fill: () => {},
    fillRect: (x: number, _: number, width: number) => {
      this.drawn.push(`band ${x}+${width}`);
    }
  };

  valToPos(time: number): number {
    return (time - START) / MINUTE;
  }

  posToVal(position: number): number {
    return START + position * MINUTE;
  }
}

describe('annotations', () => {
  const data = new Map<number, Remote<IPanelData>>();
  const look = jest.fn();
  let model: IUsageModel;
  let turned: Set<string>;
  let panel: ReactPanel;
  let plot: FakePlot;

  beforeEach(() => {
    data.clear();
    look.mockClear();
    turned = new Set();
    plot = new FakePlot();
    const fake = {
      data: (id: number) => data.get(id) ?? { phase: 'loading' },
      look
    };
    model = {
      ...fake,
      dataChanged: new Signal(fake)
    } as unknown as IUsageModel;
    panel = new ReactPanel('jp-Test', <></>);
  });

  afterEach(() => panel.dispose());

  function make(...annotations: Annotation[]): IAnnotations {
    return annotate({ model, annotations, trans, turned });
  }

  function tell(id: number, answer: Remote<IPanelData>): void {
    data.set(id, answer);
    (model.dataChanged as Signal<IUsageModel, ReadonlySet<number>>).emit(
      new Set([id])
    );
  }

  function ready(
    values: number[],
    change: Partial<IPanelData> = {}
  ): Remote<IPanelData> {
    const frames = [seriesOf(values, { job: '<i>a</i>' })];
    return { phase: 'ready', value: { frames, span, problems: [], ...change } };
  }

  async function show(element: JSX.Element | null): Promise<HTMLElement> {
    panel.dispose();
    panel = new ReactPanel('jp-Test', <>{element}</>);
    Widget.attach(panel, document.body);
    MessageLoop.flush();
    await settle();
    return panel.node;
  }

  function chart(id = 1): MarkedChart {
    return {
      ...{ panel: panelOf({ id }), frames: [], span, timezone: 'utc', trans },
      ...{ isDark: false, width: 60, height: 100 },
      ...{ onZoom: () => {}, cursor: null, plot: { current: plot } }
    } as unknown as MarkedChart;
  }

  /** What a panel draws of them, as uPlot has it drawn. */
  function drawn(annotations: IAnnotations, id = 1): string[] {
    const { hooks } = annotations.plugin(() => chart(id));
    plot.drawn.length = 0;
    (hooks.draw as (plot: uPlot) => void)(plot as unknown as uPlot);
    return [...plot.drawn];
  }

  it('are drawn as lines, regions as bands, each with a mark at the axis', () => {
    const annotations = make(annotationOf());
    tell(-1, ready([0, 1, 0, 0, 1, 1, 1, 1]));
    expect(drawn(annotations)).toEqual([
      ...['line 1', 'mark 1'],
      ...['band 4+3', 'line 7', 'line 4', 'mark 4']
    ]);
  });

  it('are drawn as far as they are in the time of the panel', () => {
    const annotations = make(annotationOf());
    tell(-1, ready([1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1]));
    plot.scales = { x: { min: START + 5 * MINUTE, max: START + 11 * MINUTE } };
    expect(drawn(annotations)).toEqual(['band 5+4', 'line 9']);
  });

  it('are drawn once where several fall into one place', () => {
    const annotations = make(annotationOf(), annotationOf({ name: 'Again' }));
    tell(-1, ready([0, 1]));
    tell(-2, ready([0, 1]));
    expect(drawn(annotations)).toEqual(['line 1', 'mark 1']);
  });

  it('are drawn on the panels that they are meant for, and on their copies', () => {
    const filter = { isExcluding: false, ids: [2] };
    const annotations = make(annotationOf({ filter }));
    tell(-1, ready([1]));
    const copy = 1e9 + 2 * 500 + 3;
    expect([1, 2, copy].map(id => drawn(annotations, id).length)).toEqual([
      0, 2, 2
    ]);
  });

  it('are switched on and off, and only those that are on are asked for', async () => {
    const annotations = make(
      annotationOf(),
      annotationOf({ name: 'Off', isEnabled: false })
    );
    expect(look.mock.calls).toEqual([[-1, true]]);
    tell(-1, ready([1]));
    const node = await show(annotations.bar(false, trans));
    const pressed = () =>
      [...node.querySelectorAll('button')].map(button => [
        button.textContent,
        button.getAttribute('aria-pressed')
      ]);
    expect(pressed()).toEqual([
      ['Restarts', 'true'],
      ['Off', 'false']
    ]);
    node.querySelectorAll('button').forEach(button => button.click());
    await settle();
    expect(pressed()).toEqual([
      ['Restarts', 'false'],
      ['Off', 'true']
    ]);
    expect(look.mock.calls.slice(1)).toEqual([
      [-1, false],
      [-2, true]
    ]);
    expect(drawn(annotations)).toEqual([]);
    annotations.dispose();
    look.mockClear();
    make(annotationOf(), annotationOf({ name: 'Off', isEnabled: false }));
    expect(look.mock.calls).toEqual([[-2, true]]);
  });

  it('have panels drawn anew when something of them changed, until these are gone', () => {
    const annotations = make(annotationOf());
    const { hooks } = annotations.plugin(() => chart());
    (hooks.init as (plot: unknown) => void)(plot);
    tell(-1, ready([1]));
    expect(plot.redraw).toHaveBeenCalledTimes(1);
    (hooks.destroy as (plot: unknown) => void)(plot);
    tell(-1, ready([0]));
    expect(plot.redraw).toHaveBeenCalledTimes(1);
  });

  it('that failed are named with the cause, and keep the events that were known', async () => {
    const annotations = make(annotationOf(), annotationOf({ name: 'Broken' }));
    const value = { frames: [seriesOf([1])], span, problems: [] };
    const error = new Error('the store is away');
    tell(-1, { phase: 'stale', value, error, since: 0 });
    tell(-2, ready([], { problems: ['what is this?'] }));
    const node = await show(annotations.bar(false, trans));
    const said = [...node.querySelectorAll('[role="status"]')];
    expect(said.map(({ textContent }) => textContent)).toEqual([
      'Restarts: the store is away',
      'Broken: what is this?'
    ]);
    const [button] = node.querySelectorAll('button');
    expect(button.getAttribute('aria-describedby')).toBe(said[0].id);
    expect(drawn(annotations)).toEqual(['line 0', 'mark 0']);
  });

  it('that are hidden have no button, but say what is wrong', async () => {
    const annotations = make(annotationOf({ isHidden: true }));
    let node = await show(annotations.bar(false, trans));
    expect(node.textContent).toBe('');
    tell(-1, { phase: 'failed', error: new Error('no') });
    node = await show(annotations.bar(false, trans));
    expect(node.querySelector('button')).toBeNull();
    expect(node.textContent).toBe('Restarts: no');
  });

  it('are told of at the pointer, as plain text', async () => {
    const annotations = make(
      annotationOf({
        ...{ titleFormat: '{{job}}', textFormat: 'done' },
        tagKeys: ['job']
      })
    );
    tell(-1, ready([0, 1, 1]));
    const node = await show(annotations.card(chart(), START));
    expect(
      [...node.querySelectorAll('p')].map(({ textContent }) => textContent)
    ).toEqual([
      ...['<i>a</i>', 'done'],
      '2026-01-31 12:01:00 to 2026-01-31 12:02:00',
      '<i>a</i>'
    ]);
    expect(node.querySelector('i')).toBeNull();
    expect(annotations.card(chart(), START + 60 * MINUTE)).toBeNull();
  });
});
