import * as React from 'react';
import type { IQuantity } from './format';

export interface IQuantityProps {
  readonly quantity: IQuantity;
  /** The exact value, for the tooltip. */
  readonly exact?: string;
}

/** A figure with its unit in smaller letters. */
export function Quantity({ quantity, exact }: IQuantityProps): JSX.Element {
  return (
    <span className="jp-PangeoQuantity" title={exact}>
      {quantity.value}
      {quantity.unit && (
        <span className="jp-PangeoQuantity-unit">
          {'\u202f'}
          {quantity.unit}
        </span>
      )}
    </span>
  );
}
