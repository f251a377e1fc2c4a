import { nullTranslator } from '@jupyterlab/translation';
import { readDashboard } from '../dashboard/read';
import { builtIn } from '../dashboards';
import { myUsage } from '../dashboards/myUsage';
import { others } from '../dashboards/others';

const trans = nullTranslator.load('');

const PRICES = { core: 0.05, memory: 0.01, currency: '€' };

const ALL = {
  'my-usage': myUsage(trans, PRICES),
  ...Object.fromEntries(
    Object.entries(others).map(([id, make]) => [id, make(trans)])
  )
};

it('the dashboards that are offered are those that there are', async () => {
  const offered = builtIn(trans, PRICES);
  const found = await Promise.all(
    offered.map(async ({ id, json }) => [id, await json()])
  );
  expect(Object.fromEntries(found)).toEqual(ALL);
  const titles = found.map(([, json]) => (json as { title: string }).title);
  expect(titles).toEqual(offered.map(({ title }) => title));
});

describe.each(Object.entries(ALL))('the dashboard %s', (id, json) => {
  const dashboard = readDashboard(json);

  it('is read without a problem', () => {
    expect(dashboard.problems).toEqual([]);
    expect(dashboard.uid).toBe(id);
    expect(dashboard.panels.length).toBeGreaterThan(4);
  });

  it('uses nothing that is not drawn', () => {
    const { panels } = dashboard;
    expect(panels.flatMap(({ lacks }) => lacks)).toEqual([]);
    // What transforms frames is loaded with dashboards of others only.
    const done = panels.flatMap(({ transformations }) => transformations);
    expect(done.filter(({ apply }) => apply)).toEqual([]);
  });

  it('has panels with titles and queries that do not lie on each other', () => {
    const taken = new Set<string>();
    for (const { title, targets, gridPos } of dashboard.panels) {
      expect(title).not.toBe('');
      expect(targets.length).toBeGreaterThan(0);
      const { x, y, w, h } = gridPos;
      expect(x + w).toBeLessThanOrEqual(24);
      for (let cell = 0; cell < w * h; cell++) {
        const place = `${x + (cell % w)} ${y + Math.floor(cell / w)}`;
        expect(taken.has(place)).toBe(false);
        taken.add(place);
      }
    }
  });
});

describe('costs', () => {
  function panels(prices?: typeof PRICES) {
    return readDashboard(myUsage(trans, prices)).panels;
  }

  function costs(prices?: typeof PRICES) {
    return panels(prices).find(({ title }) => /costs by day/.test(title));
  }

  it('are shown where a price is set, and only there', () => {
    expect(costs()).toBeUndefined();
    expect(costs({ ...PRICES, core: 0, memory: 0 })).toBeUndefined();
    expect(panels(PRICES).length).toBe(panels().length + 2);
  });

  it('are use times its price, and say that they are an estimate', () => {
    const { targets, description, fieldConfig } = costs(PRICES) ?? {
      targets: [],
      description: '',
      fieldConfig: null
    };
    const scales = targets.map(({ raw }) => [raw.metric, raw.scale]);
    expect(scales).toEqual([
      ['process_cpu', 0.05 / 3600],
      ['cluster_cpu', 0.05 / 3600],
      ['process_memory', 0.01 / 3600 / 1024 ** 3],
      ['cluster_memory', 0.01 / 3600 / 1024 ** 3]
    ]);
    expect(description).toContain('An estimate and no bill');
    expect(description).toContain('A GiB-hour of memory is 0.01 €.');
    expect(fieldConfig?.defaults.unit).toBe('suffix:€');
  });

  it('without a price for memory count processor time alone', () => {
    const found = costs({ core: 1, memory: 0, currency: '$' });
    expect(found?.targets.map(({ raw }) => raw.metric)).toEqual([
      'process_cpu',
      'cluster_cpu'
    ]);
    expect(found?.description).toContain('Memory has no price.');
    expect(found?.fieldConfig.defaults.unit).toBe('prefix:$');
  });
});
