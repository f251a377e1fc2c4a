import type { IDisposable } from '@lumino/disposable';
import { DisposableSet } from '@lumino/disposable';
import { command } from '../ui/command';
import { reportFailure } from '../ui/report';
import type { IEntryArgs } from './commands';
import type { ICatalogContext } from './context';
import { keyOf } from './keys';
import type { ISelection } from './tokens';

const args = {
  catalogId: { type: 'string', description: 'Id of the catalog' },
  entryId: {
    type: 'string',
    description: 'Id of the search; the selected one without it'
  }
};

export const editSearch = command<IEntryArgs>('pangeo:edit-search', args);
export const removeSearch = command<IEntryArgs>('pangeo:remove-search', args);

/** Commands of searches in remote services; only rows of the panel offer them, so they come with the panel. */
export function addSearchCommands(context: ICatalogContext): IDisposable {
  const { app, model, view, trans } = context;
  const placeOf = ({ catalogId, entryId }: IEntryArgs): ISelection | null =>
    catalogId !== undefined && entryId !== undefined
      ? { catalogId, entryId }
      : model.snapshot.selection;
  const added = new DisposableSet();
  added.add(
    editSearch.add(app.commands, {
      label: trans.__('Edit Search'),
      execute: given => {
        const place = placeOf(given);
        if (place) {
          model.select(place);
          view.edit(keyOf(place.catalogId, place.entryId));
        }
      }
    })
  );
  added.add(
    removeSearch.add(app.commands, {
      label: trans.__('Remove Search'),
      execute: async given => {
        const place = placeOf(given);
        try {
          if (place && place.entryId !== null) {
            await model.remote.end(place.catalogId, place.entryId);
          }
        } catch (thrown) {
          reportFailure(trans.__('The search was not removed'), thrown, trans);
        }
      }
    })
  );
  return added;
}
