import { errorIcon, HTMLSelect } from '@jupyterlab/ui-components';
import * as React from 'react';
import { useModel } from '../../ui/useModel';
import { ALL } from '../dashboard/read';
import type { IVariableState } from '../tokens';
import type { IUsageProps } from './props';
import { VariableButton } from './VariableButton';

/** Options above which a list is searched instead of scrolled. */
const FEW = 40;

/** The variables of the dashboard that may be chosen; nothing where there are none. */
export function VariablesBar(props: IUsageProps): JSX.Element | null {
  const { model, trans } = props;
  const { variables, view } = useModel(model);
  const shown = variables.filter(
    ({ variable: { hide, type } }) => hide !== 'all' && type !== 'constant'
  );
  if (shown.length === 0) {
    return null;
  }
  return (
    <div
      className="jp-UsageVariables"
      role="group"
      aria-label={trans.__('Variables')}
    >
      {shown.map(state => (
        <Field
          key={`${view.dashboard} ${state.variable.name}`}
          {...props}
          state={state}
          onChange={values =>
            model.change({
              variables: { ...view.variables, [state.variable.name]: values }
            })
          }
        />
      ))}
    </div>
  );
}

/** What the control of one variable works with. */
export interface IVariableProps extends IUsageProps {
  readonly state: IVariableState;
  readonly onChange: (values: string[]) => void;
}

interface IControlProps extends IVariableProps {
  readonly name: string;
  /** Id of the message that says what is wrong, if anything is. */
  readonly problemId: string | undefined;
}

function Field(props: IVariableProps): JSX.Element {
  const { state, trans } = props;
  const { variable, problem, isLoading } = state;
  const id = React.useId();
  const name = variable.label || variable.name;
  const problemId = problem === null ? undefined : id;
  return (
    <div className="jp-UsageVariables-field" aria-busy={isLoading}>
      {variable.hide !== 'label' && (
        <span className="jp-UsageVariables-name" aria-hidden="true">
          {name}
        </span>
      )}
      <Control {...props} name={name} problemId={problemId} />
      {problem !== null && (
        <span id={id} className="jp-UsageVariables-problem" role="status">
          <errorIcon.react tag="span" />
          {trans.__('%1: %2', name, problem)}
        </span>
      )}
    </div>
  );
}

function Control(props: IControlProps): JSX.Element {
  const { variable, options } = props.state;
  if (variable.type === 'textbox') {
    return <TextControl {...props} />;
  }
  return variable.isMulti || options.length > FEW ? (
    <VariableButton {...props} />
  ) : (
    <SelectControl {...props} />
  );
}

function SelectControl(props: IControlProps): JSX.Element {
  const { state, name, trans, problemId, onChange } = props;
  const { variable, options, chosen } = state;
  const all = variable.hasAll ? [{ value: ALL, label: trans.__('All') }] : [];
  const listed = options.map(({ text, value }) => ({ label: text, value }));
  const [value = ''] = chosen;
  const isListed = [...all, ...listed].some(option => option.value === value);
  return (
    <HTMLSelect
      className="jp-UsageTab-select"
      aria-label={name}
      aria-describedby={problemId}
      disabled={all.length + listed.length === 0}
      value={value}
      onChange={event => onChange([event.currentTarget.value])}
      options={[
        ...all,
        ...listed,
        ...(isListed ? [] : [{ value, label: value || trans.__('None') }])
      ]}
    />
  );
}

/** A text that is taken over when it is left, or by Enter. */
function TextControl(props: IControlProps): JSX.Element {
  const { state, name, problemId, onChange } = props;
  const [value = ''] = state.chosen;
  const [draft, setDraft] = React.useState(value);
  React.useEffect(() => setDraft(value), [value]);
  const take = () => {
    if (draft !== value) {
      onChange([draft]);
    }
  };
  return (
    <input
      className="jp-UsageVariables-text jp-mod-styled"
      aria-label={name}
      aria-describedby={problemId}
      spellCheck={false}
      value={draft}
      onChange={event => setDraft(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          take();
        } else if (event.key === 'Escape') {
          setDraft(value);
        }
      }}
    />
  );
}
