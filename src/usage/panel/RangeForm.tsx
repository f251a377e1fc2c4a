import { HTMLSelect } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { describeSpan, parseSpan, QUICK_RANGES } from '../dashboard/time';
import type { UsageView } from '../tokens';

type Range = Pick<UsageView, 'from' | 'to' | 'timezone'>;

interface IRangeFormProps {
  readonly view: UsageView;
  readonly trans: TranslationBundle;
  readonly onChange: (range: Range) => void;
  readonly onCancel: () => void;
}

/** A time by its name, or from and to in Grafana's syntax. */
export function RangeForm(props: IRangeFormProps): JSX.Element {
  const { view, trans, onChange, onCancel } = props;
  const [range, setRange] = React.useState<Range>(view);
  const problem = problemOf(range, trans);
  const set = (change: Partial<Range>) => setRange({ ...range, ...change });
  return (
    <form
      className="jp-UsageRange"
      role="dialog"
      aria-label={trans.__('Time that is shown')}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onCancel();
        }
      }}
      onSubmit={event => event.preventDefault()}
    >
      <div className="jp-UsageRange-own">
        <Bound
          label={trans.__('From')}
          value={range.from}
          hasFocus
          onChange={from => set({ from })}
        />
        <Bound
          label={trans.__('To')}
          value={range.to}
          onChange={to => set({ to })}
        />
        <label className="jp-UsageRange-field">
          <span>{trans.__('Time zone')}</span>
          <HTMLSelect
            value={range.timezone}
            onChange={event => set({ timezone: event.currentTarget.value })}
            options={[
              { value: 'browser', label: trans.__('Of this computer') },
              { value: 'utc', label: trans.__('UTC') }
            ]}
          />
        </label>
        <p className="jp-UsageRange-hint" role="status">
          {problem ??
            trans.__('A date, or as now-6h, now-2d/d; m is minutes, M months.')}
        </p>
        <TextButton
          isPrimary
          label={trans.__('Apply')}
          disabled={problem !== null}
          onClick={() => onChange(range)}
        />
      </div>
      <QuickRanges {...props} timezone={range.timezone} />
    </form>
  );
}

interface IQuickRangesProps extends IRangeFormProps {
  readonly timezone: string;
}

/** The usual times by their names. */
function QuickRanges(props: IQuickRangesProps): JSX.Element {
  const { view, trans, timezone, onChange } = props;
  return (
    <ul className="jp-UsageRange-quick">
      {QUICK_RANGES.map(({ from, to }) => (
        <li key={`${from} ${to}`}>
          <button
            type="button"
            className="jp-UsageRange-choice"
            aria-current={from === view.from && to === view.to}
            onClick={() => onChange({ from, to, timezone })}
          >
            {describeSpan(from, to, trans)}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface IBoundProps {
  readonly label: string;
  readonly value: string;
  readonly hasFocus?: boolean;
  readonly onChange: (value: string) => void;
}

function Bound({ label, value, hasFocus, onChange }: IBoundProps): JSX.Element {
  return (
    <label className="jp-UsageRange-field">
      <span>{label}</span>
      <input
        className="jp-UsageRange-input jp-mod-styled"
        autoFocus={hasFocus}
        spellCheck={false}
        value={value}
        onChange={event => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

function problemOf(
  { from, to, timezone }: Range,
  trans: TranslationBundle
): string | null {
  const span = parseSpan(from, to, Date.now(), timezone);
  if (!span) {
    return trans.__('This is no time; write a date, or as now-6h.');
  }
  return span.from < span.to
    ? null
    : trans.__('The begin does not lie before the end.');
}
