import type { Transform } from '../types';
import { filterFieldsByName, organize, renameByRegex } from './columns';
import { joinByField, merge } from './join';
import { groupingToMatrix, labelsToFields } from './labels';
import { calculateField, reduce } from './reduce';
import { groupBy, sortBy } from './rows';

/** The transformations that are done here, by their ids as Grafana names them. */
export const TRANSFORMS: ReadonlyMap<string, Transform> = new Map<
  string,
  Transform
>(
  Object.entries({
    organize,
    filterFieldsByName,
    renameByRegex,
    sortBy,
    groupBy,
    reduce,
    calculateField,
    merge: frames => merge(frames),
    joinByField,
    seriesToColumns: joinByField,
    labelsToFields,
    groupingToMatrix
  } satisfies Record<string, Transform>)
);
