import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { useModel } from '../../ui/useModel';
import { refreshCatalog, removeCatalog } from '../commands';
import { Problems } from './Problems';
import type { IPanelProps } from './props';

/** What comes of reading what was added: the form goes once it is read, a failure stays with its ways out. */
export function Trial({
  catalogId,
  model,
  view,
  commands,
  trans
}: IPanelProps & { readonly catalogId: string }): JSX.Element | null {
  useModel(model);
  const catalog = model.get(catalogId);
  const isDone = !catalog || catalog.state === 'ready';
  React.useEffect(() => {
    if (isDone) {
      view.setAdding(false);
    }
  }, [isDone, view]);
  if (!catalog || isDone) {
    return null;
  }
  if (catalog.state === 'loading') {
    return (
      <p className="jp-CatalogBrowser-trial" role="status">
        {trans.__('Reading %1…', catalog.location)}
      </p>
    );
  }
  return (
    <div className="jp-CatalogBrowser-trial" role="alert">
      <p className="jp-CatalogDetails-hint">
        {trans.__('It could not be read, and is listed as failed:')}
      </p>
      <Problems problems={catalog.problems} trans={trans} />
      <div className="jp-CatalogBrowser-formActions">
        <TextButton
          label={trans.__('Try again')}
          onClick={() => void refreshCatalog.run(commands, { catalogId })}
        />
        <TextButton
          isDanger
          label={trans.__('Remove…')}
          onClick={() => void removeCatalog.run(commands, { catalogId })}
        />
      </div>
    </div>
  );
}
