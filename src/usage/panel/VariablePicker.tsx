import { checkIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { ALL } from '../dashboard/read';
import type { IVariableState, VariableOption } from '../tokens';
import type { IVariableProps } from './VariablesBar';

/** Options that are drawn: more are found by typing. */
const MOST = 200;

interface IPickerProps extends IVariableProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** Options of a variable that fit what is typed; one is taken, or several on and off. */
export default function VariablePicker(props: IPickerProps): JSX.Element {
  const { state, name, trans } = props;
  const [typed, setTyped] = React.useState('');
  const [place, setPlace] = React.useState(0);
  const listId = React.useId();
  const found = React.useMemo(
    () => optionsOf(state, typed, trans),
    [state, typed, trans]
  );
  const shown = found.slice(0, MOST);
  const active = Math.min(place, shown.length - 1);
  const take = (option: VariableOption | undefined) =>
    option && pick(props, option.value);
  return (
    <div className="jp-UsagePicker" role="dialog" aria-label={name}>
      <input
        className="jp-UsagePicker-search jp-mod-styled"
        role="combobox"
        autoFocus
        spellCheck={false}
        placeholder={trans.__('Search')}
        aria-label={trans.__('Search %1', name)}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={active < 0 ? undefined : `${listId}-${active}`}
        value={typed}
        onChange={event => {
          setTyped(event.currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            take(shown[active]);
          } else if (event.key === 'Escape') {
            props.onClose();
          } else if (event.key in STEPS) {
            setPlace(moved(active, STEPS[event.key], shown.length));
          } else {
            return;
          }
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Options
        {...{ state, name, listId, active, trans }}
        options={shown}
        onTake={take}
      />
      <p className="jp-UsagePicker-more" role="status">
        {found.length > MOST
          ? trans.__('%1 more: type to find them', found.length - MOST)
          : found.length === 0
            ? trans.__('Nothing fits')
            : ''}
      </p>
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10
};

function moved(from: number, step: number, count: number): number {
  return Math.max(0, Math.min(count - 1, from + step));
}

interface IOptionsProps {
  readonly state: IVariableState;
  readonly name: string;
  readonly listId: string;
  readonly active: number;
  readonly options: readonly VariableOption[];
  readonly trans: TranslationBundle;
  readonly onTake: (option: VariableOption) => void;
}

function Options(props: IOptionsProps): JSX.Element {
  const { state, name, listId, active, options, onTake } = props;
  const chosen = new Set(state.chosen);
  const ref = React.useRef<HTMLLIElement>(null);
  React.useEffect(() => {
    // What it answers, a promise in newer browsers, must not be taken for the effect's end.
    void ref.current?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);
  return (
    <ul
      id={listId}
      className="jp-UsagePicker-options"
      role="listbox"
      aria-label={name}
      aria-multiselectable={state.variable.isMulti}
    >
      {options.map((option, index) => (
        <li
          key={option.value}
          ref={index === active ? ref : undefined}
          id={`${listId}-${index}`}
          className="jp-UsagePicker-option"
          role="option"
          aria-selected={chosen.has(option.value)}
          data-active={index === active}
          title={option.text}
          // The search keeps the focus.
          onMouseDown={event => event.preventDefault()}
          onClick={() => onTake(option)}
        >
          <span className="jp-UsagePicker-check">
            {chosen.has(option.value) && <checkIcon.react tag="span" />}
          </span>
          {option.text}
        </li>
      ))}
    </ul>
  );
}

function optionsOf(
  { variable, options }: IVariableState,
  typed: string,
  trans: TranslationBundle
): readonly VariableOption[] {
  const wanted = typed.trim().toLowerCase();
  const all = variable.hasAll ? [{ text: trans.__('All'), value: ALL }] : [];
  return [...all, ...options].filter(({ text }) =>
    text.toLowerCase().includes(wanted)
  );
}

/** Take one value, or put it to those that are chosen or out of them; all and single ones exclude each other. */
function pick(props: IPickerProps, value: string): void {
  const { state, onChange, onClose } = props;
  const { variable, chosen } = state;
  if (!variable.isMulti) {
    onChange([value]);
    onClose();
  } else if (value === ALL) {
    onChange([ALL]);
  } else if (chosen.includes(value)) {
    onChange(chosen.filter(other => other !== value));
  } else {
    onChange([...chosen.filter(other => other !== ALL), value]);
  }
}
