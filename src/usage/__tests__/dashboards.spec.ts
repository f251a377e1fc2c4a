import { nullTranslator } from '@jupyterlab/translation';
import { lacksOf, readDashboard } from '../dashboard/read';
import { builtIn } from '../dashboards';
import { DRAWN } from '../drawn';

const trans = nullTranslator.load('');

describe.each(builtIn(trans).map(known => [known.id, known] as const))(
  'the dashboard %s',
  (id, { json, title }) => {
    const dashboard = readDashboard(json);

    it('is read without a problem', () => {
      expect(dashboard.problems).toEqual([]);
      expect(dashboard).toMatchObject({ uid: id, title });
      expect(dashboard.panels.length).toBeGreaterThan(4);
    });

    it('uses nothing that is not drawn', () => {
      expect(
        dashboard.panels.flatMap(panel => lacksOf(panel, trans, DRAWN))
      ).toEqual([]);
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
  }
);
