import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { refreshCatalog, removeCatalog } from '../commands';
import type { Catalog } from '../tokens';
import { Facts } from './Facts';
import { Markdown } from './Markdown';
import { Problems } from './Problems';
import type { IPanelProps } from './props';

/** A catalog: where it lies, what is wrong with it, and what can be done. */
export function CatalogDetails(
  props: IPanelProps & { readonly catalog: Catalog }
): JSX.Element {
  const { catalog, commands, rendermime, trans } = props;
  const catalogId = catalog.id;
  return (
    <article className="jp-CatalogDetails-body">
      <h2 className="jp-CatalogDetails-title">{catalog.title}</h2>
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
      <Problems problems={catalog.problems} trans={trans} />
      <Markdown text={catalog.description ?? ''} rendermime={rendermime} />
      <Facts
        label={trans.__('About the catalog')}
        facts={[
          [trans.__('Location'), catalog.location],
          [trans.__('Kind'), catalog.kind],
          [trans.__('Entries'), catalog.entryCount]
        ]}
        trans={trans}
      />
    </article>
  );
}
