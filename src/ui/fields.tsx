import * as React from 'react';

export interface IFieldProps {
  readonly label: string;
  readonly error?: string;
  readonly hint?: string;
  readonly children: (control: {
    readonly id: string;
    readonly 'aria-invalid': boolean;
    readonly 'aria-describedby': string | undefined;
  }) => React.ReactNode;
}

/** A labelled control with its hint and what is wrong with it. */
export function Field(props: IFieldProps): JSX.Element {
  const { label, error, hint, children } = props;
  const id = React.useId();
  const note = error ?? hint;
  return (
    <div className="jp-PangeoForm-field">
      <label className="jp-PangeoForm-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error !== undefined,
        'aria-describedby': note ? `${id}-note` : undefined
      })}
      {note && (
        <span
          id={`${id}-note`}
          className={error ? 'jp-PangeoForm-error' : 'jp-PangeoForm-hint'}
          role={error ? 'alert' : undefined}
        >
          {note}
        </span>
      )}
    </div>
  );
}

export interface ITextFieldProps extends Omit<IFieldProps, 'children'> {
  readonly value: string;
  readonly placeholder?: string;
  readonly isNumber?: boolean;
  readonly onChange: (value: string) => void;
}

export function TextField(props: ITextFieldProps): JSX.Element {
  const { value, placeholder, isNumber, onChange, ...field } = props;
  return (
    <Field {...field}>
      {control => (
        <input
          {...control}
          className="jp-PangeoForm-input"
          type="text"
          inputMode={isNumber ? 'numeric' : undefined}
          spellCheck={false}
          autoComplete="off"
          value={value}
          placeholder={placeholder}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface ISelectFieldProps extends Omit<IFieldProps, 'children'> {
  readonly value: string;
  readonly choices: readonly {
    readonly value: string;
    readonly title: string;
    readonly isDisabled?: boolean;
  }[];
  readonly onChange: (value: string) => void;
}

export function SelectField(props: ISelectFieldProps): JSX.Element {
  const { value, choices, onChange, ...field } = props;
  return (
    <Field {...field}>
      {control => (
        <select
          {...control}
          className="jp-PangeoForm-input"
          value={value}
          onChange={event => onChange(event.target.value)}
        >
          {choices.map(choice => (
            <option
              key={choice.value}
              value={choice.value}
              disabled={choice.isDisabled}
            >
              {choice.title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
