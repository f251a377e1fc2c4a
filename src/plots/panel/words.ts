import type { TranslationBundle } from '@jupyterlab/translation';
import type { Plot } from '../tokens';

/** Groups in the order in which they are shown. */
export const GROUPS: readonly Plot['group'][] = [
  'tasks',
  'workers',
  'memory',
  'network',
  'scheduler',
  'other'
];

/** A group's heading. */
export function groupTitle(
  group: Plot['group'],
  trans: TranslationBundle
): string {
  switch (group) {
    case 'tasks':
      return trans.__('Tasks');
    case 'workers':
      return trans.__('Workers');
    case 'memory':
      return trans.__('Memory');
    case 'network':
      return trans.__('Network');
    case 'scheduler':
      return trans.__('Scheduler');
    case 'other':
      return trans.__('Other');
  }
}
