import { type Dashboard } from '../../../types';
import { readDashboard } from '../../dashboard';

/** How the versions of schema v2 write the same. */
export interface Form {
  readonly apiVersion: string;
  /** A query with its source, as fields of the spec around it. */
  readonly asked: (type: string, uid: string, spec: object) => object;
  readonly visualization: (type: string, spec: object) => object;
  readonly transformation: (
    id: string,
    options: object,
    disabled: boolean
  ) => object;
}

const newer = {
  asked: (group: string, name: string, spec: object) => ({
    query: {
      ...{ kind: 'DataQuery', group, version: 'v0', spec },
      datasource: { name }
    }
  }),
  visualization: (group: string, spec: object) => ({
    ...{ kind: 'VizConfig', group, version: '13.2.0', spec }
  })
};

/** Of v2alpha1 and v2beta1. */
const named = (id: string, options: object, disabled: boolean) => ({
  kind: id,
  spec: { id, options, disabled }
});

export const FORMS: readonly Form[] = [
  {
    apiVersion: 'dashboard.grafana.app/v2alpha1',
    asked: (type, uid, spec) => ({
      datasource: { type, uid },
      query: { kind: type, spec }
    }),
    visualization: (kind, spec) => ({
      kind,
      spec: { pluginVersion: '12.0.0', ...spec }
    }),
    transformation: named
  },
  {
    ...newer,
    apiVersion: 'dashboard.grafana.app/v2beta1',
    transformation: named
  },
  {
    ...newer,
    apiVersion: 'dashboard.grafana.app/v2',
    transformation: (group, options, disabled) => ({
      ...{ kind: 'Transformation', group, spec: { options, disabled } }
    })
  }
];

export const BETA = FORMS[1];

/** An element without queries. */
export function plain(id: number, title = `Panel ${id}`): object {
  const vizConfig = BETA.visualization('stat', { options: {} });
  const data = { kind: 'QueryGroup', spec: { queries: [] } };
  return { kind: 'Panel', spec: { id, title, data, vizConfig } };
}

/** Elements `a`, `b`, … with the ids 1, 2, …. */
export function elements(count: number): Record<string, object> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      count > 26 ? `e${i}` : String.fromCharCode(97 + i),
      plain(i + 1)
    ])
  );
}

export function item(
  name: string,
  [x, y, width, height]: readonly number[] = [0, 0, 12, 8],
  more: object = {}
): object {
  const element = { kind: 'ElementReference', name };
  const spec = { x, y, width, height, element, ...more };
  return { kind: 'GridLayoutItem', spec };
}

export function grid(...items: readonly object[]): object {
  return { kind: 'GridLayout', spec: { items } };
}

export function row(title: string, layout: object, more: object = {}): object {
  return { kind: 'RowsLayoutRow', spec: { title, layout, ...more } };
}

export function rows(...found: readonly object[]): object {
  return { kind: 'RowsLayout', spec: { rows: found } };
}

export function tab(title: string, layout: object, more: object = {}): object {
  return { kind: 'TabsLayoutTab', spec: { title, layout, ...more } };
}

export function tabs(...found: readonly object[]): object {
  return { kind: 'TabsLayout', spec: { tabs: found } };
}

export function read(spec: object): Dashboard {
  const { apiVersion } = BETA;
  return readDashboard({ apiVersion, kind: 'Dashboard', metadata: {}, spec });
}

/** Ids, or titles of rows, with the places: `3 0,8 12×8`; `+` is a closed row, `(Title)` the row of a panel. */
export function placesOf({ panels }: Dashboard): string[] {
  const titles = new Map(panels.map(({ id, title }) => [id, title]));
  return panels.map(({ id, type, title, gridPos, isCollapsed, rowId }) => {
    const { x, y, w, h } = gridPos;
    const head = type === 'row' ? title + (isCollapsed ? ' +' : '') : id;
    const below = rowId === null ? '' : ` (${titles.get(rowId)})`;
    return `${head} ${x},${y} ${w}×${h}${below}`;
  });
}
