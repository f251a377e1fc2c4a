import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import '../../style/base.css';

type Rest = Omit<
  React.ButtonHTMLAttributes<HTMLButtonElement>,
  'className' | 'type' | 'title' | 'children'
>;

export interface ITextButtonProps extends Rest {
  readonly label: string;
  readonly icon?: LabIcon;
  /** The one action that the place is for. */
  readonly isPrimary?: boolean;
  readonly isDanger?: boolean;
  readonly title?: string;
}

/** A small button with a word on it. */
export function TextButton({
  label,
  icon,
  isPrimary,
  isDanger,
  ...rest
}: ITextButtonProps): JSX.Element {
  const kind = isPrimary ? ' jp-mod-primary' : isDanger ? ' jp-mod-danger' : '';
  return (
    <button type="button" className={`jp-PangeoButton${kind}`} {...rest}>
      {icon && <icon.react className="jp-PangeoButton-icon" tag="span" />}
      <span className="jp-PangeoButton-label">{label}</span>
    </button>
  );
}

export interface IIconButtonProps extends Rest {
  /** Name for assistive technology, and tooltip. */
  readonly label: string;
  readonly icon: LabIcon;
}

/** A button that shows an icon only. */
export const IconButton = React.forwardRef<HTMLButtonElement, IIconButtonProps>(
  function IconButton({ label, icon: Icon, ...rest }, ref) {
    return (
      <button
        ref={ref}
        type="button"
        className="jp-PangeoButton jp-mod-icon"
        aria-label={label}
        title={label}
        {...rest}
      >
        <Icon.react className="jp-PangeoButton-icon" tag="span" />
      </button>
    );
  }
);
