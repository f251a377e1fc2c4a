import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IApiClient } from '../api/tokens';
import { showForm } from '../ui/FormDialog';
import { reportFailure } from '../ui/report';
import { SourceFormView } from './panel/SourceFormView';
import { SourceForm } from './sourceForm';
import type { Source } from './tokens';

/** Ask for a Prometheus and have the server keep it; null where the user thought better of it. */
export async function addSource(
  client: IApiClient,
  trans: TranslationBundle
): Promise<Source | null> {
  const form = new SourceForm(client, trans);
  await showForm({
    title: trans.__('Add a Prometheus'),
    form: <SourceFormView form={form} trans={trans} />,
    accept: trans.__('Test and add'),
    cancel: trans.__('Cancel'),
    submit: () => form.submit()
  });
  form.dispose();
  return form.added;
}

/** Forget a Prometheus that was added, once the user said so; whether it is gone. */
export async function removeSource(
  client: IApiClient,
  { name, title }: Source,
  trans: TranslationBundle
): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Remove %1?', title),
    body: trans.__(
      'Its numbers stay where they are; only its address and login are forgotten here.'
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Remove') })
    ]
  });
  if (!button.accept) {
    return false;
  }
  try {
    await client.call('removeUsageSource', { path: { name } });
    return true;
  } catch (thrown) {
    reportFailure(trans.__('Could not remove %1', title), thrown, trans);
    return false;
  }
}
