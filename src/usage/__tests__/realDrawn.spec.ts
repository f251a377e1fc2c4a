import { nullTranslator } from '@jupyterlab/translation';
import { figuresOf } from '../dashboard/charts/figures';
import { heatOf } from '../dashboard/charts/heat';
import { isEmpty, seriesOf } from '../dashboard/charts/series';
import { readDashboard } from '../dashboard/read';
import { realDashboards, shared } from '../dashboard/read/__tests__/samples';
import type { DrawnFrame, Panel, Target } from '../dashboard/types';
import { drawnFrames } from '../drawn';
import { promFrames } from '../promQueries';
import { valueNameOf } from '../promTables';

const trans = nullTranslator.load('');
const TIMES = [1_769_860_740, 1_769_860_770, 1_769_860_800];

/** Labels that an expression keeps, as far as they can be read off it, and those that transformations of the corpus name. */
function labelsOf({ expr, legendFormat }: Target, panel: Panel): string[] {
  const by = [...expr.matchAll(/\b(?:by|group_left)\s*\(([^)]*)\)/g)]
    .flatMap(([, inside]) => inside.split(','))
    .map(name => name.trim());
  const shown = [...legendFormat.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(
    ([, name]) => name
  );
  const named = JSON.stringify(panel.transformations).match(/\w+/g) ?? [];
  return [...new Set([...by, ...shown, ...named])].filter(name =>
    /^[a-z]\w*$/.test(name)
  );
}

/** What a store might answer: two series of three values, or of one. */
function answered(panel: Panel): DrawnFrame[] {
  const found = panel.targets
    .filter(({ expr, isHidden }) => expr !== '' && !isHidden)
    .flatMap(target => {
      const times = target.isInstant ? TIMES.slice(2) : TIMES;
      const names = labelsOf(target, panel);
      const series = ['a', 'b'].map((letter, place) => ({
        labels: Object.fromEntries(
          names.map(name => [name, name === 'le' ? `${place + 1}` : letter])
        ),
        values: times.map((_, index) => 1 + place + index)
      }));
      const valueName = valueNameOf(target, panel.targets);
      return promFrames(
        { target, valueName },
        {
          ...{ series, times, warnings: [] }
        }
      );
    });
  return drawnFrames(panel, found, false, trans);
}

/** What is seen of an answer: figures, cells of a heatmap, rows of a table, or lines. */
function seenOf(panel: Panel, frames: readonly DrawnFrame[]): number {
  switch (panel.type) {
    case 'stat':
    case 'gauge':
    case 'bargauge':
      return figuresOf(panel, frames, false).filter(
        ({ display }) => display.text !== '' && display.color !== ''
      ).length;
    case 'heatmap':
      return heatOf(panel, seriesOf(frames)).rows.length;
    case 'table':
      return Math.max(
        0,
        ...(frames[0]?.fields ?? []).map(one => one.values.length)
      );
    case 'timeseries':
      return seriesOf(frames).length;
    default:
      return 0;
  }
}

const FILES = [...realDashboards()];

/** Panels of a file, without rows. */
function panelsOf(json: unknown): Panel[] {
  return readDashboard(json).panels.filter(({ type }) => type !== 'row');
}

describe('panels of real dashboards', () => {
  for (const [path, json] of FILES.length > 0
    ? FILES
    : [['each', {}] as const]) {
    shared(
      `${path}: each is drawn with what it is answered, or says what it lacks`,
      () => {
        const empty = panelsOf(json)
          .filter(({ lacks, type }) => lacks.length === 0 && type !== 'text')
          .filter(panel => {
            const frames = answered(panel);
            return isEmpty(frames) || seenOf(panel, frames) === 0;
          });
        expect(empty.map(({ id, title }) => [id, title])).toEqual([]);
        for (const { lacks } of panelsOf(json)) {
          expect(lacks.filter(lack => !/“.+”/.test(lack))).toEqual([]);
        }
      }
    );
  }

  shared('are drawn whole to more than 95 %', () => {
    const panels = FILES.flatMap(([, json]) => panelsOf(json));
    const whole = panels.filter(({ lacks }) => lacks.length === 0);
    expect(panels).toHaveLength(375);
    expect(whole.length / panels.length).toBeGreaterThanOrEqual(0.95);
  });
});
