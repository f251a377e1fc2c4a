import { Dialog, showDialog } from '@jupyterlab/apputils';
import { reportFailure } from '../ui/report';
import { isWithheld } from './code/withheld';
import type { ICatalogContext } from './context';
import type { LinkPlace } from './deepLink';

/**
 * Go to what a bookmark or a link leads to; a failure is told.
 *
 * A catalog that is not in the list is added when the user agrees: a link may come from anybody.
 */
export async function followPlace(
  { model, trans }: Pick<ICatalogContext, 'model' | 'trans'>,
  place: LinkPlace
): Promise<void> {
  try {
    await model.ensure();
    if (!model.trails.find(place.location)) {
      if (isWithheld(place.location)) {
        throw new Error(
          trans.__(
            'The catalog %1 is not in your list, and its token is not in the link: add it by its whole address, then follow the link again.',
            place.location
          )
        );
      }
      const answer = await showDialog({
        title: trans.__('Add this catalog?'),
        body: trans.__(
          'The link leads into a catalog that is not in your list: %1. It is read as data; nothing of it is run.',
          place.location
        ),
        buttons: [
          Dialog.cancelButton(),
          Dialog.okButton({ label: trans.__('Add') })
        ]
      });
      if (!answer.button.accept) {
        return;
      }
      await model.add(place.location);
    }
    await model.trails.follow(place);
  } catch (thrown) {
    reportFailure(trans.__('The link leads nowhere'), thrown, trans);
  }
}
