import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { refreshCatalog, removeCatalog } from '../commands';
import type { Catalog } from '../tokens';
import type { IPanelProps } from './props';

/** What can be done with a catalog of the list. */
export function CatalogButtons({
  catalog,
  commands,
  trans
}: IPanelProps & { readonly catalog: Catalog }): JSX.Element {
  const catalogId = catalog.id;
  return (
    <div className="jp-CatalogDetails-actions">
      <TextButton
        label={trans.__('Refresh')}
        onClick={() => void refreshCatalog.run(commands, { catalogId })}
      />
      {catalog.isLocked ? (
        <span className="jp-CatalogDetails-hint">
          {trans.__('Listed by the operator')}
        </span>
      ) : (
        <TextButton
          isDanger
          label={trans.__('Remove…')}
          onClick={() => void removeCatalog.run(commands, { catalogId })}
        />
      )}
    </div>
  );
}
