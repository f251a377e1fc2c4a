import type { TranslationBundle } from '@jupyterlab/translation';
import { calculate } from './dashboard/calc';
import { resolveField } from './dashboard/read';
import type { DrawnFrame, Frame, Panel } from './dashboard/types';

/**
 * Frames of a panel after its transformations, with the names, units, colours and limits of their fields.
 *
 * Frames that only set a limit (`configFromData`) are taken out: their last value is the greatest of the others.
 */
export function drawnFrames(
  panel: Panel,
  found: readonly Frame[],
  isDark: boolean,
  trans: TranslationBundle
): DrawnFrame[] {
  const frames = panel.transformations
    .filter(({ isDisabled }) => !isDisabled)
    .reduce(
      (last, { apply, options }) => apply?.(last, options, trans) ?? last,
      found
    );
  const limiting = panel.transformations
    .filter(({ id, isDisabled }) => id === 'configFromData' && !isDisabled)
    .map(({ options }) => String(options.configRefId));
  const { defaults, overrides } = panel.fieldConfig;
  const max = defaults.max ?? limitOf(limiting, frames);
  // A share of a limit that nobody knows has no colour.
  const color =
    limiting.length > 0 && max === null
      ? ({ ...defaults.color, mode: 'fixed', fixedColor: 'text' } as const)
      : defaults.color;
  const config = { defaults: { ...defaults, max, color }, overrides };
  let place = 0;
  return frames
    .filter(({ refId }) => !limiting.includes(refId))
    .map(({ refId, name, fields }) => ({
      refId,
      name,
      fields: fields.map(field =>
        resolveField(field, field.type === 'time' ? 0 : place++, config, {
          refId,
          frameName: name,
          isDark,
          calculate
        })
      )
    }));
}

/** The last value of the first of these queries that has one. */
function limitOf(
  refIds: readonly string[],
  frames: readonly Frame[]
): number | null {
  for (const refId of refIds) {
    const found = frames.find(frame => frame.refId === refId);
    const numbers = found?.fields.find(({ type }) => type === 'number');
    const last = numbers
      ? calculate(
          'lastNotNull',
          numbers.values.map(value =>
            typeof value === 'number' ? value : null
          )
        )
      : null;
    if (last !== null) {
      return last;
    }
  }
  return null;
}
