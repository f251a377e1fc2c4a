import type { Wire } from '../api/tokens';
import {
  canAsk,
  type IQuestion,
  isForServices,
  missing,
  serviceKey
} from './asked';
import type { ITask } from './asking';
import { keyOf } from './keys';
import { RowList } from './rowList';
import { addBranch } from './rows';
import type { IAsked, INoteRow, Remote, Row } from './tokens';
import type { Tree } from './tree';

type ServiceList = Wire<'ServiceList'>;
type SearchedService = ServiceList['items'][number];

/** What the lines are made from. */
export interface IAskedSource {
  readonly question: IQuestion;
  readonly tree: Tree;
}

/** A line for each service, and what it answered below. */
export function askedRows(
  services: Remote<ServiceList>,
  taskOf: (key: string) => ITask,
  { question, tree }: IAskedSource
): Row[] {
  if (services.phase === 'failed') {
    return [note('service:', 'failed', services.error.message)];
  }
  if (!('value' in services) || !isForServices(question)) {
    return [];
  }
  return services.value.items.flatMap(service => {
    const task = taskOf(serviceKey(service));
    return [...rowsOf(service, task, { question, tree })];
  });
}

function rowsOf(
  service: SearchedService,
  task: ITask,
  { question, tree }: IAskedSource
): RowList {
  const { catalogId } = service;
  const key = serviceKey(service);
  const asked = askedOf(service, task, question);
  const rows = RowList.of([
    note(key, 'service', task.error?.message ?? '', asked)
  ]);
  if (task.phase === 'ready' && task.entryId !== null) {
    if (asked.missing.length) {
      rows.push(note(key, 'hint', '', asked));
    }
    addBranch(rows, tree, keyOf(catalogId, task.entryId), catalogId, 2);
  }
  return rows;
}

function askedOf(
  service: SearchedService,
  task: ITask,
  question: IQuestion
): IAsked {
  const isUnable = task.phase === 'idle' && !canAsk(question, service);
  return {
    title: service.path.at(-1) ?? '',
    phase: isUnable ? 'unable' : task.phase,
    matched: task.matched,
    missing: missing(question, service)
  };
}

function note(
  parent: string,
  kind: INoteRow['note'],
  message: string,
  asked?: IAsked
): INoteRow {
  return {
    kind: 'note',
    key: `${parent} ${kind}`,
    level: kind === 'hint' ? 2 : 1,
    position: 1,
    size: -1,
    note: kind,
    parent,
    message,
    asked
  };
}
