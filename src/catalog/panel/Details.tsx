import * as React from 'react';
import { RemoteView } from '../../ui/Remote';
import { useModel } from '../../ui/useModel';
import { CatalogDetails } from './CatalogDetails';
import { EntryView } from './EntryView';
import type { IPanelProps } from './props';

/** What is selected: a catalog, or one of its entries. */
export function Details(
  props: IPanelProps & { readonly isTab?: boolean }
): JSX.Element | null {
  const { model, trans } = props;
  const { selection, details } = useModel(model);
  if (!selection) {
    return props.isTab ? (
      <p className="jp-CatalogDetails-none">
        {trans.__('Select something in the panel Catalog to see it here.')}
      </p>
    ) : null;
  }
  if (!details || selection.entryId === null) {
    const catalog = model.get(selection.catalogId);
    return catalog ? <CatalogDetails {...props} catalog={catalog} /> : null;
  }
  const { catalogId, entryId } = selection;
  return (
    <RemoteView
      snapshot={details}
      retry={() => {
        model.select(null);
        model.select({ catalogId, entryId });
      }}
      trans={trans}
      rows={5}
    >
      {entry => <EntryView key={entry.id} {...props} details={entry} />}
    </RemoteView>
  );
}
