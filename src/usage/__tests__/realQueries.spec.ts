import {
  ALL,
  interpolate,
  readDashboard,
  type ScopeValue,
  valueOf
} from '../dashboard/read';
import { realDashboards, shared } from '../dashboard/read/__tests__/samples';
import type { Variable } from '../dashboard/types';
import { planProm } from '../promQueries';
import {
  filled,
  type IGiven,
  type IMoment,
  lengthOf,
  stepFor
} from './grafanaRules';

const TO = Date.UTC(2026, 0, 31, 12, 0, 7);

/** Points of a panel that says nothing else. */
const POINTS = 480;

/** Without a store's own word samples are 15 s apart. */
const SCRAPE = 15_000;

const VALUES = ['node-1.example:9100', 'b(2)|{c}'];

interface ITargetJson {
  readonly datasource?: { readonly type?: string };
  readonly expr?: string;
  readonly hide?: boolean;
  readonly instant?: boolean;
  readonly interval?: string;
}

interface IPanelJson {
  readonly datasource?: { readonly type?: string };
  readonly interval?: string;
  readonly maxDataPoints?: number | string;
  readonly panels?: readonly IPanelJson[];
  readonly targets?: readonly ITargetJson[];
}

interface IVariableJson {
  readonly name: string;
  readonly type: string;
  readonly query: unknown;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string | null;
}

interface IDashboardJson extends IPanelJson {
  readonly templating?: { readonly list?: readonly IVariableJson[] };
}

function panelsOf({ panels = [] }: IPanelJson): IPanelJson[] {
  return panels.flatMap(panel => [panel, ...panelsOf(panel)]);
}

/** What is chosen of a variable: one value, several where it may have several, or all. */
function givenOf(variable: IVariableJson, isAll: boolean): IGiven {
  const { type, query, multi, includeAll, allValue } = variable;
  const isPattern = multi === true || includeAll === true;
  if (type === 'custom') {
    const [first] = String(query).split(',');
    const [text, value = text] = first.split(' : ');
    return { values: [value.trim()], text: text.trim(), isPattern };
  }
  if (isAll && includeAll) {
    return allValue
      ? { values: [allValue], text: 'All', isPattern, isWritten: true }
      : { values: VALUES, text: 'All', isPattern };
  }
  return { values: multi ? VALUES : VALUES.slice(0, 1), isPattern };
}

/** The same for the reader. */
function scopeValueOf(variable: Variable, isAll: boolean): ScopeValue {
  const options =
    variable.options.length > 0
      ? variable.options
      : VALUES.map(one => ({ text: one, value: one }));
  const many = variable.isMulti && variable.type !== 'custom';
  const chosen =
    isAll && variable.hasAll
      ? [ALL]
      : options.slice(0, many ? undefined : 1).map(({ value }) => value);
  return valueOf(variable, options, chosen);
}

function given(json: IDashboardJson, isAll: boolean) {
  const list = json.templating?.list ?? [];
  return Object.fromEntries(
    list.map(one => [one.name, givenOf(one, isAll)] as const)
  );
}

type Times = Omit<IMoment, 'step' | 'scrape'>;

function expected(panel: IPanelJson, target: ITargetJson, times: Times) {
  const { from, to } = times;
  const own = target.interval || panel.interval || '';
  const least = filled(own, { ...times, step: 0, scrape: 0 });
  const step = Math.max(
    stepFor(to - from, Number(panel.maxDataPoints ?? POINTS)),
    least === '' ? 1000 : lengthOf(least)
  );
  const scrape = target.interval ? lengthOf(least) : SCRAPE;
  const expr = filled(target.expr ?? '', { ...times, step, scrape });
  const floor = (time: number) => (Math.floor(time / step) * step) / 1000;
  return target.instant
    ? { expr, kind: 'instant', end: to / 1000 }
    : {
        expr,
        kind: 'range',
        start: floor(from),
        end: floor(to),
        step: step / 1000
      };
}

function expectedOf(json: IDashboardJson, times: Times) {
  return panelsOf(json).flatMap(panel =>
    (panel.targets ?? [])
      .filter(({ datasource, expr, hide }) => {
        const { type } = datasource ?? panel.datasource ?? {};
        return type === 'prometheus' && hide !== true && expr;
      })
      .map(target => expected(panel, target, times))
  );
}

function askedOf(json: unknown, { from, to }: Times, isAll: boolean) {
  const { panels, variables } = readDashboard(json);
  const shown = panels.map(panel => ({ panel, span: { from, to } }));
  const plan = planProm(shown, {
    sources: [
      { name: 'hub', title: 'Hub', state: 'ready', kind: 'prometheus' }
    ],
    ...{ store: '', stores: {} },
    variables: new Map(
      variables.map(one => [one.name, scopeValueOf(one, isAll)])
    )
  });
  expect([plan.homeless.size, plan.empty.size]).toEqual([0, 0]);
  return plan.batches.flatMap(({ takers, queries }) =>
    takers.map(({ index }) => queries[index])
  );
}

function sorted(queries: readonly unknown[]): string[] {
  return queries.map(one => JSON.stringify(one)).sort();
}

const FILES = [...realDashboards()] as Array<[string, IDashboardJson]>;

describe('what real dashboards ask', () => {
  for (const [path, json] of FILES.length > 0
    ? FILES
    : ([['each', {}]] as typeof FILES)) {
    for (const [name, length, isAll] of [
      ['five minutes', 300_000, false],
      ['six hours', 21_600_000, true],
      ['thirty days', 2_592_000_000, false]
    ] as const) {
      shared(`${path} asks what Grafana would, over ${name}`, () => {
        const times = { from: TO - length, to: TO, given: given(json, isAll) };
        const wanted = sorted(expectedOf(json, times));
        expect(sorted(askedOf(json, times, isAll))).toEqual(wanted);
        for (const variable of Object.keys(times.given)) {
          const left = new RegExp(`\\$\\{?${variable}\\b|\\[\\[${variable}\\b`);
          expect(wanted.join('\n')).not.toMatch(left);
        }
      });
    }
  }

  shared('are all the expressions that were counted', () => {
    const times = { from: TO - 3_600_000, to: TO };
    const asked = FILES.map(([, json]) =>
      expectedOf(json, { ...times, given: given(json, false) })
    );
    expect(asked.flat().length).toBe(621);
  });
});

describe('ways to write a variable', () => {
  shared('fill every real expression as the documentation says', () => {
    const times = { from: TO - 3_600_000, to: TO };
    const moment = { ...times, step: 10_000, scrape: SCRAPE };
    for (const [path, json] of FILES) {
      const { variables } = readDashboard(json);
      const scope = {
        span: times,
        intervalMs: moment.step,
        variables: new Map(
          variables.map(one => [one.name, scopeValueOf(one, true)])
        )
      };
      const exprs = panelsOf(json).flatMap(({ targets = [] }) =>
        targets.map(({ expr = '' }) => expr)
      );
      for (const way of [
        ...['${=}', '[[=]]', '${=:regex}', '${=:pipe}', '${=:csv}'],
        ...['${=:raw}', '${=:glob}', '${=:json}', '[[=:doublequote]]'],
        ...['${=:singlequote}', '${=:text}']
      ]) {
        const texts = exprs.map(expr =>
          expr.replace(/\$(\w*[a-z]\w*)/g, (_, name: string) =>
            name.startsWith('__') ? `\${${name}}` : way.replace('=', name)
          )
        );
        const wanted = texts.map(text =>
          filled(text, { ...moment, given: given(json, true) })
        );
        const made = texts.map(text => interpolate(text, scope, 'prometheus'));
        expect([path, way, made]).toEqual([path, way, wanted]);
      }
    }
  });
});
