import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join, relative, resolve } from 'path';
import { calculate } from '../../calc';
import { type Field, type Panel } from '../../types';
import { readDashboard } from '../dashboard';
import { type FieldContext } from '../resolve';

/** Beside the checkout: five folders up is its root. */
export const DASHBOARDS = resolve(
  __dirname,
  '../../../../../../shared/grafana/dashboards'
);

function below(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? below(path) : [path];
  });
}

/** Real dashboards by their path, none where the folder is not there. */
export function realDashboards(): Map<string, unknown> {
  const files = existsSync(DASHBOARDS) ? below(DASHBOARDS) : [];
  return new Map(
    files
      .filter(path => path.endsWith('.json'))
      .sort()
      .map(path => [
        relative(DASHBOARDS, path),
        JSON.parse(readFileSync(path, 'utf8')) as unknown
      ])
  );
}

/** Runs where the dashboards lie beside the checkout, and is skipped by name where they do not. */
export function shared(name: string, run: () => void): void {
  if (existsSync(DASHBOARDS)) {
    it(name, run, 60_000);
  } else {
    it.skip(`${name} (there is no ${DASHBOARDS})`, () => undefined);
  }
}

/** The first panel of a dashboard that has only this one. */
export function panelOf(panel: unknown): Panel {
  return readDashboard({ schemaVersion: 39, panels: [panel] }).panels[0];
}

export function series(more: Partial<Field> = {}): Field {
  return {
    name: 'Value',
    type: 'number',
    labels: {},
    values: [1, 2, 3],
    ...more
  };
}

export const CONTEXT: FieldContext = {
  refId: 'A',
  frameName: '',
  isDark: false,
  calculate: (id, values) => calculate(id, values)
};
