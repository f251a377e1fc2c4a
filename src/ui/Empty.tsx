import * as React from 'react';
import { TextButton } from './Button';

export interface IEmptyProps {
  /** One sentence. */
  readonly message: string;
  /** Label of the one button; none without it. */
  readonly action?: string;
  readonly onAction?: () => void;
}

/** The face of a list that has nothing to show. */
export function Empty({ message, action, onAction }: IEmptyProps): JSX.Element {
  return (
    <div className="jp-PangeoEmpty">
      <p className="jp-PangeoEmpty-message">{message}</p>
      {action && <TextButton isPrimary label={action} onClick={onAction} />}
    </div>
  );
}
