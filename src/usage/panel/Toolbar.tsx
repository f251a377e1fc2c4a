import { HTMLSelect, launchIcon, refreshIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { IconButton, TextButton } from '../../ui/Button';
import { useModel } from '../../ui/useModel';
import { pinIcon, pinnedIcon } from '../icons';
import type { IUsageSnapshot, Source } from '../tokens';
import type { IUsageProps } from './props';
import { DashboardSelect } from './DashboardSelect';
import { RangeButton } from './RangeButton';
import { StoreButton } from './StoreButton';

/** How often a view may ask anew; empty is by hand. */
const REFRESH = ['', '15s', '30s', '1m', '5m', '15m', '1h'];

/** What is shown, of which time, how often anew. */
export function Toolbar(props: IUsageProps): JSX.Element {
  const { model, actions, trans } = props;
  const snapshot = useModel(model);
  const { view, isBusy, link, hasPage } = snapshot;
  return (
    <div
      className="jp-UsageTab-toolbar"
      role="toolbar"
      aria-label={trans.__('View')}
    >
      {actions.edit ? (
        <FileHead {...props} edit={actions.edit} />
      ) : (
        <DashboardSelect {...props} />
      )}
      {actions.pins && <PinButton {...props} pins={actions.pins} />}
      {link && (
        <IconButton
          icon={launchIcon}
          label={trans.__('Open in Grafana')}
          onClick={() => window.open(link, '_blank', 'noopener')}
        />
      )}
      {hasPage && (
        <TextButton
          label={trans.__('Show Grafana’s page')}
          onClick={() => void actions.showPage()}
        />
      )}
      {view.panel !== null && (
        <TextButton
          label={trans.__('Show all')}
          onClick={() => model.change({ panel: null })}
        />
      )}
      <span className="jp-UsageTab-gap" />
      <SourceState snapshot={snapshot} trans={trans} />
      <StoreButton {...props} />
      <RangeButton {...props} view={view} />
      <HTMLSelect
        className="jp-UsageTab-select"
        aria-label={trans.__('Refresh')}
        title={trans.__('How often the view is made anew')}
        value={view.refresh}
        onChange={event => model.change({ refresh: event.currentTarget.value })}
        options={refreshOptions(view.refresh).map(value => ({
          value,
          label: value || trans.__('By hand')
        }))}
      />
      <IconButton
        icon={refreshIcon}
        label={trans.__('Refresh now')}
        aria-busy={isBusy}
        onClick={() => void model.refresh()}
      />
    </div>
  );
}

function refreshOptions(current: string): readonly string[] {
  return REFRESH.includes(current) ? REFRESH : [...REFRESH, current];
}

/** What a tab that is of one file has in place of the choice: the title, and the way to the text. */
function FileHead({
  model,
  trans,
  edit
}: IUsageProps & { readonly edit: () => void }): JSX.Element {
  const { dashboard } = useModel(model);
  const title = 'value' in dashboard ? dashboard.value.title : '';
  return (
    <>
      {title !== '' && (
        <span className="jp-UsageTab-title" title={title}>
          {title}
        </span>
      )}
      <TextButton label={trans.__('Open as Text')} onClick={edit} />
    </>
  );
}

interface IPinButtonProps extends IUsageProps {
  readonly pins: NonNullable<IUsageProps['actions']['pins']>;
}

/** Gives the dashboard a card in Lab's launcher, or takes that away. */
function PinButton({
  model,
  trans,
  pins
}: IPinButtonProps): JSX.Element | null {
  const { dashboard, view } = useModel(model);
  const list = useModel(pins.list);
  if (!('value' in dashboard)) {
    return null;
  }
  const id = view.dashboard;
  const { title } = dashboard.value;
  const isOn = list.some(pin => pin.dashboard === id);
  return (
    <IconButton
      icon={isOn ? pinnedIcon : pinIcon}
      label={trans.__('Pin to the launcher')}
      aria-pressed={isOn}
      onClick={() => pins.toggle(id, title || id)}
    />
  );
}

interface ISourceStateProps {
  readonly snapshot: IUsageSnapshot;
  readonly trans: TranslationBundle;
}

/** What is wrong with the sources, if anything. */
function SourceState({
  snapshot,
  trans
}: ISourceStateProps): JSX.Element | null {
  const { sources } = snapshot;
  if (!('value' in sources)) {
    return null;
  }
  const wrong = sources.value.filter(({ state }) => state !== 'ready');
  if (wrong.length === 0) {
    return null;
  }
  return (
    <span className="jp-UsageTab-source" title={wrong.map(inWords).join('\n')}>
      {trans.__('%1: %2', wrong[0].title, wordOf(wrong[0], trans))}
    </span>
  );
}

function inWords({ title, reason }: Source): string {
  return reason ? `${title}: ${reason.message}` : title;
}

function wordOf({ state }: Source, trans: TranslationBundle): string {
  switch (state) {
    case 'ready':
      return trans.__('ready');
    case 'limited':
      return trans.__('limited');
    case 'off':
      return trans.__('switched off');
    case 'failed':
      return trans.__('failed');
  }
}
