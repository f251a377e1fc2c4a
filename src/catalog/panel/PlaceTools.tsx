import { linkIcon, launchIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { IconButton } from '../../ui/Button';
import { useModel } from '../../ui/useModel';
import { openDetails } from '../commands';
import { starIcon, starredIcon } from '../icons';
import { copyLink, isStarred, starEntry } from '../placeCommands';
import type { ISelection } from '../tokens';
import type { IPanelProps } from './props';

/** What can be done with a place whatever it is: star it, copy a link to it, show it in a tab. */
export function PlaceTools({
  place,
  model,
  view,
  commands,
  trans
}: IPanelProps & { readonly place: ISelection }): JSX.Element {
  useModel(model.shelf);
  const { isTab } = useModel(view);
  const isOn = isStarred({ model }, place);
  const args = {
    catalogId: place.catalogId,
    ...(place.entryId === null ? {} : { entryId: place.entryId })
  };
  return (
    <span className="jp-CatalogTools">
      <IconButton
        label={isOn ? trans.__('Remove star') : trans.__('Star')}
        icon={isOn ? starredIcon : starIcon}
        aria-pressed={isOn}
        onClick={() => void starEntry.run(commands, args)}
      />
      <IconButton
        label={trans.__('Copy a link to this')}
        icon={linkIcon}
        onClick={() => void copyLink.run(commands, args)}
      />
      {!isTab && (
        <IconButton
          label={trans.__('Show the details in a tab')}
          icon={launchIcon}
          onClick={() => void openDetails.run(commands, {})}
        />
      )}
    </span>
  );
}
