import { LabIcon } from '@jupyterlab/ui-components';
import layout from '../../style/icons/plot-layout.svg';
import memory from '../../style/icons/plot-memory.svg';
import network from '../../style/icons/plot-network.svg';
import other from '../../style/icons/plot-other.svg';
import scheduler from '../../style/icons/plot-scheduler.svg';
import tasks from '../../style/icons/plot-tasks.svg';
import workers from '../../style/icons/plot-workers.svg';
import type { Plot } from './tokens';

const icon = (name: string, svgstr: string): LabIcon =>
  new LabIcon({ name: `pangeo:plot-${name}`, svgstr });

const ICONS: Readonly<Record<Plot['group'], LabIcon>> = {
  tasks: icon('tasks', tasks),
  workers: icon('workers', workers),
  memory: icon('memory', memory),
  network: icon('network', network),
  scheduler: icon('scheduler', scheduler),
  other: icon('other', other)
};

/** The icon of a group's plots. They are here and not in `src/icons.ts`: nothing at the start of the page shows them. */
export function groupIcon(group: Plot['group']): LabIcon {
  return ICONS[group];
}

export const layoutIcon = icon('layout', layout);
