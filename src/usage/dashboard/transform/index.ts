import type { TranslationBundle } from '@jupyterlab/translation';
import type { Frame, Transformation } from '../types';
import { filterFieldsByName, organize, renameByRegex } from './columns';
import { joinByField, merge } from './join';
import { groupingToMatrix, labelsToFields } from './labels';
import { calculateField, reduce } from './reduce';
import { groupBy, sortBy } from './rows';

type Transform = (
  frames: readonly Frame[],
  options: Transformation['options'],
  trans: TranslationBundle
) => Frame[];

const TRANSFORMS = new Map<string, Transform>(
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

/** Ids of the transformations that are done here, as Grafana names them. */
export const TRANSFORMATIONS: readonly string[] = [...TRANSFORMS.keys()];

/**
 * Frames after the transformations of a panel, in their order; those that are switched off or not known change nothing.
 *
 * Options are read as they come: what does not fit counts as absent.
 */
export function transformed(
  frames: readonly Frame[],
  transformations: readonly Transformation[],
  trans: TranslationBundle
): readonly Frame[] {
  return transformations
    .filter(({ isDisabled }) => !isDisabled)
    .reduce<readonly Frame[]>(
      (found, { id, options }) =>
        TRANSFORMS.get(id)?.(found, options, trans) ?? found,
      frames
    );
}
