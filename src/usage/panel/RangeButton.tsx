import { caretDownIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { describeSpan } from '../dashboard/time';
import type { UsageView } from '../tokens';
import type { IUsageProps } from './props';
import { useDismiss } from './useDismiss';

const RangeForm = React.lazy(async () => {
  const known = await import(
    /* webpackChunkName: "usage-range" */ './RangeForm'
  );
  return { default: known.RangeForm };
});

interface IRangeButtonProps extends IUsageProps {
  readonly view: UsageView;
}

/** Says which time is shown, and opens the choice of another. */
export function RangeButton(props: IRangeButtonProps): JSX.Element {
  const { view, model, trans } = props;
  const { ref, isOpen, setOpen, close } = useDismiss();
  return (
    <div ref={ref} className="jp-UsageTab-range">
      <TextButton
        icon={caretDownIcon}
        label={describeSpan(view.from, view.to, trans)}
        title={trans.__('Time that is shown')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && (
        <React.Suspense fallback={null}>
          <RangeForm
            view={view}
            trans={trans}
            onCancel={close}
            onChange={range => {
              model.change(range);
              close();
            }}
          />
        </React.Suspense>
      )}
    </div>
  );
}
