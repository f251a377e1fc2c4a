import { Clipboard, InputDialog } from '@jupyterlab/apputils';
import type { IDisposable } from '@lumino/disposable';
import { DisposableSet } from '@lumino/disposable';
import { command } from '../ui/command';
import { notify } from '../ui/notify';
import { reportFailure } from '../ui/report';
import type { ICatalogArgs, IEntryArgs } from './commands';
import type { ICatalogContext } from './context';
import { linkTo } from './deepLink';
import type { Catalog, ISelection } from './tokens';

const catalogId = {
  type: 'string',
  description: 'Id of the catalog; the selected one without it'
};
const place = {
  catalogId,
  entryId: {
    type: 'string',
    description:
      'Id of the entry; what is selected without it, the catalog itself where only that is given'
  }
};

export const starEntry = command<IEntryArgs>('pangeo:star-entry', place);
export const copyLink = command<IEntryArgs>('pangeo:copy-catalog-link', place);
export const renameCatalog = command<ICatalogArgs & { title?: string }>(
  'pangeo:rename-catalog',
  { catalogId, title: { type: 'string', description: 'The new title' } }
);
export const moveCatalog = command<{ catalogId?: string; by?: number }>(
  'pangeo:move-catalog',
  {
    catalogId,
    by: { type: 'integer', description: 'Places down, or up where negative' }
  }
);

/** Commands about places in the list; only the panel offers them, so they come with it. */
export function addPlaceCommands(context: ICatalogContext): IDisposable {
  return DisposableSet.from([
    addStar(context),
    addCopyLink(context),
    addRename(context),
    addMove(context)
  ]);
}

/** Whether what a command is about is starred. */
export function isStarred(
  { model }: Pick<ICatalogContext, 'model'>,
  { catalogId: id, entryId }: ISelection
): boolean {
  const location = model.get(id)?.location;
  return model.shelf.snapshot.starred.some(
    item =>
      item.location === location && item.trail.at(-1) === (entryId ?? undefined)
  );
}

function addStar(context: ICatalogContext): IDisposable {
  const { app, model, trans } = context;
  const isOn = (args: Partial<IEntryArgs>): boolean => {
    const at = placeOf(context, args);
    return at !== null && isStarred(context, at);
  };
  return starEntry.add(app.commands, {
    label: args => (isOn(args) ? trans.__('Remove Star') : trans.__('Star')),
    execute: args =>
      tell(context, trans.__('The star was not kept'), async () => {
        const at = placeOf(context, args);
        if (at) {
          const bookmark = await model.trails.bookmark(at);
          await model.shelf.star(bookmark, !isStarred(context, at));
        }
      })
  });
}

function addCopyLink(context: ICatalogContext): IDisposable {
  const { app, model, trans } = context;
  return copyLink.add(app.commands, {
    label: trans.__('Copy Link to Here'),
    execute: args =>
      tell(context, trans.__('No link was copied'), async () => {
        const at = placeOf(context, args);
        if (at) {
          const bookmark = await model.trails.bookmark(at);
          const { baseUrl } = app.serviceManager.serverSettings;
          Clipboard.copyToSystem(linkTo(bookmark, baseUrl));
          notify(
            'info',
            trans.__('The link to “%1” is in the clipboard.', bookmark.title)
          );
        }
      })
  });
}

function addRename(context: ICatalogContext): IDisposable {
  const { app, model, trans } = context;
  return renameCatalog.add(app.commands, {
    label: trans.__('Rename Catalog…'),
    execute: ({ catalogId: id, title }) =>
      tell(context, trans.__('The catalog was not renamed'), async () => {
        const catalog = catalogOf(context, id);
        const given =
          title ?? (catalog && (await askTitle(context, catalog))) ?? undefined;
        const wanted = given?.trim();
        if (catalog && wanted && wanted !== catalog.title) {
          await model.change(catalog.id, { title: wanted });
        }
      })
  });
}

async function askTitle(
  { trans }: ICatalogContext,
  { title }: Catalog
): Promise<string | null> {
  const answer = await InputDialog.getText({
    title: trans.__('Rename “%1”', title),
    label: trans.__('Title in the list'),
    text: title,
    okLabel: trans.__('Rename')
  });
  return answer.button.accept ? answer.value : null;
}

function addMove(context: ICatalogContext): IDisposable {
  const { app, model, trans } = context;
  const target = (id: string | undefined, by: number): number | null => {
    const { catalogs } = model.snapshot;
    const items = 'value' in catalogs ? catalogs.value : [];
    const catalog = catalogOf(context, id);
    const from = items.findIndex(item => item.id === catalog?.id);
    const to = from + by;
    return from >= 0 && to >= 0 && to < items.length ? to : null;
  };
  return moveCatalog.add(app.commands, {
    label: ({ by = 1 }) =>
      by < 0 ? trans.__('Move Catalog Up') : trans.__('Move Catalog Down'),
    isEnabled: ({ catalogId: id, by = 1 }) => target(id, by) !== null,
    execute: ({ catalogId: id, by = 1 }) =>
      tell(context, trans.__('The catalog was not moved'), async () => {
        const position = target(id, by);
        const catalog = catalogOf(context, id);
        if (catalog && position !== null) {
          await model.change(catalog.id, { position });
        }
      })
  });
}

function catalogOf(
  { model }: ICatalogContext,
  id: string | undefined
): Catalog | undefined {
  const wanted = id ?? model.snapshot.selection?.catalogId;
  return wanted === undefined ? undefined : model.get(wanted);
}

function placeOf(
  { model }: ICatalogContext,
  { catalogId: id, entryId }: Partial<IEntryArgs>
): ISelection | null {
  return id === undefined
    ? model.snapshot.selection
    : { catalogId: id, entryId: entryId ?? null };
}

async function tell(
  { trans }: ICatalogContext,
  what: string,
  work: () => Promise<void>
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    reportFailure(what, thrown, trans);
  }
}
