import { ellipsesIcon, errorIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { IconButton } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import type { IPanelData, Panel, Remote } from '../tokens';
import { openPanelMenu } from './panelMenu';
import { PanelBody } from './PanelBody';
import type { IUsageProps } from './props';
import { useInView, usePanelData } from './usePanelData';

export interface IPanelCardProps extends IUsageProps {
  readonly panel: Panel;
  /** Whether nothing else is shown. */
  readonly isSingle: boolean;
  /** Whether its numbers are shown as a table. */
  readonly isTable: boolean;
  readonly onTable: (panelId: number) => void;
}

/** One panel: its title, its menu, and what it draws or why it does not. */
export const PanelCard = React.memo(function PanelCard(
  props: IPanelCardProps
): JSX.Element {
  const { panel, model, trans, isSingle } = props;
  const ref = React.useRef<HTMLElement>(null);
  const data = usePanelData(model, panel.id);
  useInView(ref, model, panel.id);
  return (
    <section
      ref={ref}
      className="jp-UsagePanel"
      aria-label={panel.title}
      aria-busy={data.phase === 'loading'}
    >
      <header className="jp-UsagePanel-head">
        <h3
          className="jp-UsagePanel-title"
          title={[panel.title, panel.description].filter(Boolean).join('\n')}
          onPointerDown={event =>
            isSingle || props.actions.drag(panel.id, event)
          }
        >
          {panel.title}
        </h3>
        <Marks {...props} data={data} />
        <IconButton
          icon={ellipsesIcon}
          label={trans.__('More about %1', panel.title)}
          aria-haspopup="menu"
          onClick={event => openPanelMenu(event.currentTarget, props)}
        />
      </header>
      <div className="jp-UsagePanel-body">
        <Content {...props} data={data} />
      </div>
    </section>
  );
});

interface IContentProps extends IPanelCardProps {
  readonly data: Remote<IPanelData>;
}

function Content({ data, ...props }: IContentProps): JSX.Element {
  const { model, trans } = props;
  switch (data.phase) {
    case 'loading':
      return (
        <div
          className="jp-UsagePanel-wait"
          role="status"
          aria-label={trans.__('Loading')}
        />
      );
    case 'failed':
      return (
        <Failure
          error={data.error}
          retry={() => void model.refresh()}
          trans={trans}
        />
      );
    case 'ready':
    case 'stale':
      return <PanelBody {...props} data={data.value} />;
  }
}

/** What is wrong with a panel whose numbers are shown all the same: a sign with the reason. */
function Marks({ panel, data, trans }: IContentProps): JSX.Element | null {
  const reasons = [
    ...(data.phase === 'stale' ? [data.error.message] : []),
    ...('value' in data ? data.value.problems : []),
    ...panel.lacks.map(lack => trans.__('Not drawn here: %1', lack))
  ];
  if (reasons.length === 0) {
    return null;
  }
  const words = reasons.join('\n');
  return (
    <span className="jp-UsagePanel-mark" title={words}>
      <errorIcon.react tag="span" />
      <span className="jp-PangeoHidden">{trans.__('Warning: %1', words)}</span>
    </span>
  );
}
