import { caretDownIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { describeSpan } from '../dashboard/time';
import type { UsageView } from '../tokens';
import type { IUsageProps } from './props';
import { RangeForm } from './RangeForm';

interface IRangeButtonProps extends IUsageProps {
  readonly view: UsageView;
}

/** Says which time is shown, and opens the choice of another. */
export function RangeButton(props: IRangeButtonProps): JSX.Element {
  const { view, model, trans } = props;
  const [isOpen, setOpen] = React.useState(false);
  const ref = React.useRef<HTMLDivElement>(null);
  useDismiss(ref, isOpen, setOpen);
  const close = React.useCallback(() => {
    setOpen(false);
    ref.current?.querySelector('button')?.focus();
  }, []);
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
        <RangeForm
          view={view}
          trans={trans}
          onCancel={close}
          onChange={range => {
            model.change(range);
            close();
          }}
        />
      )}
    </div>
  );
}

/** Close what is open by Escape or a press elsewhere. */
function useDismiss(
  ref: React.RefObject<HTMLElement>,
  isOpen: boolean,
  setOpen: (isOpen: boolean) => void
): void {
  React.useEffect(() => {
    if (!isOpen) {
      return;
    }
    const onPointer = (event: PointerEvent) => {
      if (!ref.current?.contains(event.target as Node)) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', onPointer, true);
    return () => document.removeEventListener('pointerdown', onPointer, true);
  }, [ref, isOpen, setOpen]);
}
