import { caretDownIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { ALL } from '../dashboard/read';
import type { IVariableState } from '../tokens';
import { useDismiss } from './useDismiss';
import type { IVariableProps } from './VariablesBar';

// Long lists and lists of several values are few; their search is loaded when one is opened.
const Picker = React.lazy(
  () => import(/* webpackChunkName: "usage-picker" */ './VariablePicker')
);

interface IVariableButtonProps extends IVariableProps {
  readonly name: string;
  readonly problemId: string | undefined;
}

/** Says what is chosen of a long list, or of one with several values, and opens the list. */
export function VariableButton(props: IVariableButtonProps): JSX.Element {
  const { state, name, trans, problemId } = props;
  const { ref, isOpen, setOpen, close } = useDismiss();
  const words = chosenWords(state, trans);
  return (
    <div
      ref={ref}
      className="jp-UsageVariables-choice"
      onBlur={({ relatedTarget, currentTarget }) => {
        if (relatedTarget && !currentTarget.contains(relatedTarget)) {
          setOpen(false);
        }
      }}
    >
      <TextButton
        icon={caretDownIcon}
        label={words}
        title={words}
        aria-label={trans.__('%1: %2', name, words)}
        aria-describedby={problemId}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        disabled={state.options.length === 0}
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && (
        <React.Suspense fallback={null}>
          <Picker {...props} onClose={close} />
        </React.Suspense>
      )}
    </div>
  );
}

function chosenWords(
  { chosen, options }: IVariableState,
  trans: TranslationBundle
): string {
  if (chosen.includes(ALL)) {
    return trans.__('All');
  }
  const texts = new Map(options.map(({ text, value }) => [value, text]));
  return (
    chosen.map(value => texts.get(value) ?? value).join(', ') ||
    trans.__('None')
  );
}
