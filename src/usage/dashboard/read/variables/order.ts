import type { TranslationBundle } from '@jupyterlab/translation';
import { type Variable } from '../../types';

/**
 * Variables in the order in which their values can be asked for: each after those that its query refers to.
 *
 * @returns Those in a circle keep their order; each circle is a problem.
 */
export function orderOf(
  variables: readonly Variable[],
  trans: TranslationBundle
): { readonly ordered: Variable[]; readonly problems: string[] } {
  const ordered: Variable[] = [];
  const done = new Set<string>();
  let waiting = [...variables];
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name));
    const ready = waiting.filter(({ name, dependsOn }) =>
      dependsOn.every(
        other => other === name || done.has(other) || !names.has(other)
      )
    );
    if (ready.length === 0) {
      const circle = waiting.map(({ name }) => name).join(', ');
      const problem = trans.__(
        'Variables refer to each other in a circle: %1.',
        circle
      );
      return { ordered: [...ordered, ...waiting], problems: [problem] };
    }
    ordered.push(...ready);
    ready.forEach(({ name }) => done.add(name));
    waiting = waiting.filter(variable => !ready.includes(variable));
  }
  return { ordered, problems: [] };
}
