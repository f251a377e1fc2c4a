import { interpolate, references, type Scope } from './dashboard/read';
import type { Dashboard, Panel } from './dashboard/types';
import { scopeOf } from './repeats';

type Values = Scope['variables'];

/** Ids of panels that variables of the dashboard repeat or whose queries refer to these: they wait for them. */
export function variablePanels(dashboard: Dashboard): ReadonlySet<number> {
  const names = new Set(dashboard.variables.map(({ name }) => name));
  const isUsed = (text: string | undefined) =>
    references(text ?? '').some(name => names.has(name));
  const isWaiting = ({ datasource, interval, repeat, targets }: Panel) =>
    repeat !== null ||
    [datasource?.uid, interval].some(isUsed) ||
    targets.some(target =>
      [
        target.expr,
        target.interval,
        target.datasource?.uid,
        JSON.stringify(target.raw.filters)
      ].some(isUsed)
    );
  return new Set(dashboard.panels.filter(isWaiting).map(({ id }) => id));
}

/** The dashboard with variables filled in where people read; panels that change nothing are the same objects. */
export function withTitles(dashboard: Dashboard, variables: Values): Dashboard {
  const wordsOf = (panel: Panel) =>
    new Map(
      [...scopeOf(panel, variables)].map(([name, value]) => [
        name,
        { ...value, values: [value.text], isRaw: false }
      ])
    );
  const panels = dashboard.panels.map(panel => {
    const words = wordsOf(panel);
    const fill = (text: string) => interpolate(text, { variables: words });
    const title = fill(panel.title);
    const description = fill(panel.description);
    const { content } = panel.options;
    const text =
      panel.type === 'text' && typeof content === 'string'
        ? fill(content)
        : content;
    return title === panel.title &&
      description === panel.description &&
      text === content
      ? panel
      : {
          ...{ ...panel, title, description },
          options: { ...panel.options, content: text }
        };
  });
  return panels.some((panel, index) => panel !== dashboard.panels[index])
    ? { ...dashboard, panels }
    : dashboard;
}
