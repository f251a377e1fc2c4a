import * as React from 'react';
import { IconButton, TextButton } from '../../ui/Button';
import { refreshCatalog, removeCatalog } from '../commands';
import { moveCatalog, renameCatalog } from '../placeCommands';
import { moveDownIcon, moveUpIcon } from '@jupyterlab/ui-components';
import type { Catalog } from '../tokens';
import type { IPanelProps } from './props';

/** What can be done with a catalog of the list. */
export function CatalogButtons({
  catalog,
  commands,
  trans
}: IPanelProps & { readonly catalog: Catalog }): JSX.Element {
  const catalogId = catalog.id;
  const canMove = (by: number) =>
    commands.isEnabled(moveCatalog.id, { catalogId, by });
  return (
    <div className="jp-CatalogDetails-actions">
      <TextButton
        label={trans.__('Refresh')}
        onClick={() => void refreshCatalog.run(commands, { catalogId })}
      />
      <TextButton
        label={trans.__('Rename…')}
        onClick={() => void renameCatalog.run(commands, { catalogId })}
      />
      <IconButton
        label={trans.__('Move up in the list')}
        icon={moveUpIcon}
        disabled={!canMove(-1)}
        onClick={() => void moveCatalog.run(commands, { catalogId, by: -1 })}
      />
      <IconButton
        label={trans.__('Move down in the list')}
        icon={moveDownIcon}
        disabled={!canMove(1)}
        onClick={() => void moveCatalog.run(commands, { catalogId, by: 1 })}
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
