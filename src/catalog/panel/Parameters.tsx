import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { type IUnfit, unfitIn, withUnfit } from '../chosen';
import type { ICatalogModel, UserParameter } from '../tokens';
import { checked, fieldOf, shown } from './parameter';

export interface IParametersProps {
  readonly parameters: readonly UserParameter[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly model: ICatalogModel;
  readonly trans: TranslationBundle;
}

/** The values that the user picks before an entry is read. */
export function Parameters(props: IParametersProps): JSX.Element | null {
  const { parameters, values, model, trans } = props;
  if (!parameters.length) {
    return null;
  }
  return (
    <fieldset className="jp-CatalogParameters">
      <legend className="jp-CatalogParameters-legend">
        {trans.__('Parameters')}
      </legend>
      {parameters.map(parameter => (
        <Row
          key={parameter.name}
          parameter={parameter}
          value={
            parameter.name in values
              ? values[parameter.name]
              : parameter.default
          }
          unfit={unfitIn(values)[parameter.name]}
          isChosen={
            parameter.name in values || parameter.name in unfitIn(values)
          }
          onUnfit={unfit =>
            model.setParameter(...withUnfit(values, parameter.name, unfit))
          }
          onChange={value => model.setParameter(parameter.name, value)}
          trans={trans}
        />
      ))}
    </fieldset>
  );
}

interface IFieldProps {
  readonly parameter: UserParameter;
  readonly value: unknown;
  /** What was typed last, where it does not fit. */
  readonly unfit: IUnfit | undefined;
  /** Whether it is another than the default. */
  readonly isChosen: boolean;
  readonly onUnfit: (unfit: IUnfit | null) => void;
  readonly onChange: (value: unknown) => void;
  readonly trans: TranslationBundle;
}

/** A field and, where another value is chosen, the way back to the default. */
function Row(props: IFieldProps): JSX.Element {
  const { parameter, trans } = props;
  const [count, setCount] = React.useState(0);
  const reset = (): void => {
    if (props.unfit) {
      props.onUnfit(null);
    }
    props.onChange(undefined);
    // The field starts anew, from the default.
    setCount(count + 1);
  };
  return (
    <div>
      <Field key={count} {...props} />
      {props.isChosen && (
        <div className="jp-CatalogParameters-reset">
          <TextButton
            label={trans.__('Default of %1', parameter.name)}
            onClick={reset}
          />
        </div>
      )}
    </div>
  );
}

function Field(props: IFieldProps): JSX.Element {
  const { parameter, value, unfit, trans } = props;
  const [text, setText] = React.useState(unfit?.typed ?? shown(value));
  const problem = unfit?.problem;
  const problemId = React.useId();
  const change = (typed: string): void => {
    setText(typed);
    const result = checked(parameter, typed, trans);
    if ('problem' in result) {
      props.onUnfit({ typed, problem: result.problem });
      return;
    }
    if (unfit) {
      props.onUnfit(null);
    }
    props.onChange(result.value);
  };
  return (
    <label className="jp-CatalogParameters-field">
      <span className="jp-CatalogParameters-name" title={parameter.description}>
        {parameter.name}
      </span>
      <Control
        {...props}
        text={text}
        change={change}
        problemId={problem ? problemId : undefined}
      />
      {problem && (
        <span
          id={problemId}
          className="jp-CatalogProblem jp-CatalogParameters-note"
          role="alert"
        >
          {problem}
        </span>
      )}
      {parameter.description && (
        <span className="jp-CatalogDetails-hint jp-CatalogParameters-note">
          {parameter.description}
        </span>
      )}
      {/* Jinja and shell text in a default is never evaluated here. */}
      {/^\s*(client_)?(env|shell)\s*\(/.test(text) && (
        <span className="jp-CatalogDetails-hint jp-CatalogParameters-note">
          {trans.__('This text is not evaluated; put in what it stands for.')}
        </span>
      )}
    </label>
  );
}

function Control({
  parameter,
  value,
  text,
  change,
  problemId,
  onChange
}: IFieldProps & {
  readonly text: string;
  readonly change: (typed: string) => void;
  readonly problemId: string | undefined;
}): JSX.Element {
  const state = {
    'aria-invalid': problemId !== undefined,
    'aria-describedby': problemId
  };
  const field = fieldOf(parameter);
  switch (field) {
    case 'choice': {
      const allowed = parameter.allowed ?? [];
      const index = allowed.findIndex(item => shown(item) === shown(value));
      return (
        <select
          className="jp-CatalogInput"
          value={index}
          onChange={event => onChange(allowed[Number(event.target.value)])}
        >
          {index < 0 && <option value={-1}>{shown(value)}</option>}
          {allowed.map((item, place) => (
            <option key={place} value={place}>
              {shown(item)}
            </option>
          ))}
        </select>
      );
    }
    case 'switch':
      return (
        <input
          type="checkbox"
          checked={value === true}
          onChange={event => onChange(event.target.checked)}
        />
      );
    case 'number':
    case 'text':
      return (
        <input
          className="jp-CatalogInput"
          type="text"
          inputMode={field === 'number' ? 'decimal' : 'text'}
          spellCheck={false}
          value={text}
          onChange={event => change(event.target.value)}
          {...state}
        />
      );
  }
}
