import type { TranslationBundle } from '@jupyterlab/translation';
import { percentOf } from './reduce';

const TITLES: Readonly<Record<string, (trans: TranslationBundle) => string>> = {
  lastNotNull: trans => trans.__('Last *'),
  last: trans => trans.__('Last'),
  firstNotNull: trans => trans.__('First *'),
  first: trans => trans.__('First'),
  min: trans => trans.__('Min'),
  max: trans => trans.__('Max'),
  mean: trans => trans.__('Mean'),
  sum: trans => trans.__('Total'),
  count: trans => trans.__('Count'),
  countAll: trans => trans.__('Count all'),
  range: trans => trans.__('Range'),
  delta: trans => trans.__('Delta'),
  step: trans => trans.__('Step'),
  diff: trans => trans.__('Difference'),
  diffperc: trans => trans.__('Difference percent'),
  logmin: trans => trans.__('Min (above zero)'),
  allIsZero: trans => trans.__('All zeros'),
  allIsNull: trans => trans.__('All nulls'),
  changeCount: trans => trans.__('Change count'),
  distinctCount: trans => trans.__('Distinct count'),
  median: trans => trans.__('Median'),
  variance: trans => trans.__('Variance'),
  stdDev: trans => trans.__('StdDev')
};

/** Endings of English ordinals by the last digit; 11 to 13 end in `th`. */
function ordinal(count: number): string {
  const isTeen = count >= 11 && count <= 13;
  const ending = isTeen ? undefined : ['th', 'st', 'nd', 'rd'][count % 10];
  return `${count}${ending ?? 'th'}`;
}

/**
 * What legends call a calculation.
 *
 * @param id - Grafana's; an unknown one is its own title.
 */
export function calcTitle(id: string, trans: TranslationBundle): string {
  const percent = percentOf(id);
  if (percent !== null) {
    return trans.__('%1 %', ordinal(percent));
  }
  return Object.hasOwn(TITLES, id) ? TITLES[id](trans) : id;
}
