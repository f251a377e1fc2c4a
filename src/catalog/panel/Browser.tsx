import { addIcon, refreshIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { IconButton, TextButton } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { RemoteView } from '../../ui/Remote';
import { ServerNotice } from '../../ui/ServerNotice';
import { useModel } from '../../ui/useModel';
import { addCatalog, refreshCatalog } from '../commands';
import type { ICatalogSnapshot } from '../tokens';
import { AddForm } from './AddForm';
import { HitsView } from './HitsView';
import type { IPanelProps } from './props';
import { SearchBox } from './SearchBox';
import { ShelfView } from './ShelfView';
import { Tree } from './Tree';

/** Toolbar, search box, and the tree of catalogs or the hits of a search. */
export function Browser(props: IPanelProps): JSX.Element {
  const { model, view, commands, trans } = props;
  const snapshot = useModel(model);
  const { isAdding } = useModel(view);
  const isMissing = snapshot.half.phase === 'missing';
  return (
    <>
      <div
        className="jp-CatalogBrowser-toolbar"
        role="toolbar"
        aria-label={trans.__('Catalogs')}
      >
        <TextButton
          label={trans.__('Add catalog')}
          icon={addIcon}
          disabled={isMissing}
          aria-expanded={isAdding}
          onClick={() =>
            isAdding ? view.setAdding(false) : void addCatalog.run(commands, {})
          }
        />
        <IconButton
          label={trans.__('Refresh all catalogs')}
          icon={refreshIcon}
          disabled={isMissing}
          onClick={() => void refreshCatalog.run(commands, { isAll: true })}
        />
      </div>
      <ServerNotice half={snapshot.half} trans={trans} />
      {isAdding && <AddForm {...props} />}
      {!isMissing && (
        <>
          <SearchBox {...props} />
          <Refused snapshot={snapshot} {...props} />
          {snapshot.search.isOn ? (
            <HitsView {...props} />
          ) : (
            <>
              <ShelfView {...props} />
              <Catalogs {...props} />
            </>
          )}
        </>
      )}
    </>
  );
}

function Catalogs(props: IPanelProps): JSX.Element {
  const { model, commands, trans } = props;
  const { catalogs } = useModel(model);
  return (
    <RemoteView
      snapshot={catalogs}
      retry={() => void model.refresh().catch(() => undefined)}
      trans={trans}
      rows={4}
      isEmpty={items => items.length === 0}
      empty={
        <Empty
          message={trans.__('No catalog is listed yet.')}
          action={trans.__('Add a catalog')}
          onAction={() => void addCatalog.run(commands, {})}
        />
      }
    >
      {() => <Tree {...props} label={trans.__('Catalogs')} />}
    </RemoteView>
  );
}

/** Catalogs of the settings that the server refused. */
function Refused({
  snapshot,
  trans
}: IPanelProps & { readonly snapshot: ICatalogSnapshot }): JSX.Element {
  return (
    <>
      {[...snapshot.refused].map(([location, error]) => (
        <div key={location} className="jp-CatalogBrowser-refused">
          <p className="jp-CatalogBrowser-count">
            {trans.__('From the settings, not listed: %1', location)}
          </p>
          <Failure error={error} trans={trans} />
        </div>
      ))}
    </>
  );
}
