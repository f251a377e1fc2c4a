import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IApiClient } from '../api/tokens';
import { showForm } from '../ui/FormDialog';
import { Finder } from './finder';
import { FinderView } from './panel/FinderView';
import type { Source } from './tokens';

/** Have the user choose a dashboard of a Grafana; its uid, or null. */
export async function findDashboard(
  client: IApiClient,
  { name, title }: Source,
  trans: TranslationBundle
): Promise<string | null> {
  const finder = new Finder(client, name);
  finder.search('', 0);
  const isAccepted = await showForm({
    title: trans.__('Dashboards of %1', title),
    form: <FinderView finder={finder} trans={trans} />,
    accept: trans.__('Open'),
    cancel: trans.__('Cancel'),
    submit: () => Promise.resolve(finder.active !== undefined)
  });
  const uid = finder.active?.uid ?? null;
  finder.dispose();
  return isAccepted ? uid : null;
}
