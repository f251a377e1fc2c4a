import { caretDownIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { useModel } from '../../ui/useModel';
import { asksStores } from '../promQueries';
import { storeOf, storesOf } from '../stores';
import type { Source } from '../tokens';
import { OwnMenu } from './menu';
import type { IUsageProps } from './props';

/** Which Prometheus is asked, where the dashboard asks one; its menu has the others, and adds and removes them. */
export function StoreButton(props: IUsageProps): JSX.Element | null {
  const { model, trans } = props;
  const { dashboard, sources, store } = useModel(model);
  if (
    !('value' in dashboard && 'value' in sources) ||
    !asksStores(dashboard.value)
  ) {
    return null;
  }
  const stores = storesOf(sources.value);
  const current = storeOf('', { sources: stores, store, stores: {} });
  const title =
    stores.find(({ name }) => name === current)?.title ?? trans.__('None');
  return (
    <TextButton
      icon={caretDownIcon}
      label={title}
      title={trans.__('The Prometheus that is asked')}
      aria-label={trans.__('Prometheus: %1', title)}
      aria-haspopup="menu"
      onClick={event =>
        menuOf(props, stores, current).openBelow(event.currentTarget)
      }
    />
  );
}

function menuOf(
  { actions, trans }: IUsageProps,
  stores: readonly Source[],
  current: string | null
): OwnMenu {
  const menu = new OwnMenu();
  for (const { name, title } of stores) {
    menu.offer(title, () => actions.chooseStore(name), name === current);
  }
  menu.divide();
  menu.offer(trans.__('Add a Prometheus…'), () => actions.addStore());
  for (const store of stores) {
    if (!store.isLocked) {
      menu.offer(trans.__('Remove %1…', store.title), () =>
        actions.removeStore(store)
      );
    }
  }
  return menu;
}
