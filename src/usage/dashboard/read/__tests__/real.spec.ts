import { isRecord } from '../json';
import { readDashboard } from '../dashboard';
import { resolveField } from '../resolve';
import { CONTEXT, realDashboards, series, shared } from './samples';

/** Counts panels without any rule of the reader: all that has a type and stands in a list of panels. */
function walk(value: unknown): number {
  if (!isRecord(value)) {
    return 0;
  }
  const panels = Array.isArray(value.panels) ? value.panels : [];
  return panels.reduce((sum: number, panel) => sum + 1 + walk(panel), 0);
}

function histogram(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) {
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

describe('real dashboards', () => {
  const files = realDashboards();
  const read = [...files.values()].map(json => readDashboard(json));
  const panels = read.flatMap(dashboard => dashboard.panels);

  shared('are read without a problem, with each of their panels', () => {
    expect(files.size).toBe(16);
    for (const [path, json] of files) {
      const dashboard = readDashboard(json);
      const problems = dashboard.problems.filter(
        words => !words.startsWith('Annotations are not drawn')
      );
      expect([path, problems]).toEqual([path, []]);
      expect([path, dashboard.panels.length]).toEqual([path, walk(json)]);
      expect(dashboard.title).not.toBe('');
    }
  });

  shared('have the types that were counted', () => {
    expect(histogram(panels.map(({ type }) => type))).toEqual({
      alertlist: 5,
      bargauge: 12,
      gauge: 16,
      heatmap: 10,
      'marcusolsson-dynamictext-panel': 1,
      piechart: 3,
      row: 57,
      stat: 43,
      'state-timeline': 1,
      table: 13,
      text: 8,
      timeseries: 263
    });
  });

  shared('lack only what is known to be missing', () => {
    const drawn = panels.filter(({ type }) => type !== 'row');
    const lacks = histogram(drawn.flatMap(panel => panel.lacks));
    const whole = drawn.filter(panel => panel.lacks.length === 0);
    expect(lacks).toEqual({
      'gradients by “scheme”': 2,
      'panels of type “alertlist”': 5,
      'panels of type “marcusolsson-dynamictext-panel”': 1,
      'panels of type “piechart”': 3,
      'panels of type “state-timeline”': 1
    });
    expect([whole.length, drawn.length]).toEqual([363, 375]);
  });

  shared('have fields that are resolved, whatever they are called', () => {
    for (const panel of panels) {
      const field = series({ labels: { job: 'x' } });
      const drawn = resolveField(field, 0, panel.fieldConfig, CONTEXT);
      expect(drawn.displayName).not.toBe('');
      expect(drawn.color).toMatch(/^(#|rgb|transparent)/);
    }
  });
});
