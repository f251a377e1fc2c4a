import type { TranslationBundle } from '@jupyterlab/translation';
import { groupDigits } from '../../ui/format';
import type { Scaling } from '../tokens';
import { parseInteger } from './options';

/** The fields for the number of workers, as text. */
export interface IScalingFields {
  readonly mode: Scaling['mode'];
  readonly workers: string;
  readonly minimum: string;
  readonly maximum: string;
}

/** Message by field. */
export type FieldErrors = ReadonlyMap<string, string>;

const MOST = 100_000;

export function scalingFields(scaling: Scaling): IScalingFields {
  return scaling.mode === 'fixed'
    ? {
        mode: 'fixed',
        workers: String(scaling.workers),
        minimum: '0',
        maximum: String(Math.max(scaling.workers, 1))
      }
    : {
        mode: 'adaptive',
        workers: String(scaling.maximum),
        minimum: String(scaling.minimum),
        maximum: String(scaling.maximum)
      };
}

/** What the fields say; only meant where {@link scalingErrors} finds nothing. */
export function readScaling(fields: IScalingFields): Scaling {
  return fields.mode === 'fixed'
    ? { mode: 'fixed', workers: parseInteger(fields.workers) }
    : {
        mode: 'adaptive',
        minimum: parseInteger(fields.minimum),
        maximum: parseInteger(fields.maximum)
      };
}

export function scalingErrors(
  fields: IScalingFields,
  trans: TranslationBundle
): FieldErrors {
  const names =
    fields.mode === 'fixed'
      ? (['workers'] as const)
      : (['minimum', 'maximum'] as const);
  const errors = new Map<string, string>();
  for (const name of names) {
    const value = parseInteger(fields[name]);
    if (!(value >= 0 && value <= MOST)) {
      errors.set(
        `$.scaling.${name}`,
        trans.__('Write a whole number from 0 to %1.', groupDigits(MOST))
      );
    }
  }
  if (!errors.size && fields.mode === 'adaptive') {
    if (parseInteger(fields.minimum) > parseInteger(fields.maximum)) {
      errors.set(
        '$.scaling.maximum',
        trans.__('The maximum is below the minimum.')
      );
    }
  }
  return errors;
}
