import { StateDB } from '@jupyterlab/statedb';
import { catalogOf, detailsOf, nestedOf } from '../../testing/catalogs';
import { FakeServer } from '../../testing/FakeServer';
import { settle } from '../../testing/promises';
import { registryOf } from '../../testing/settings';
import { bookmarksIn, type IBookmark } from '../bookmarks';
import { linkTo, placeIn, withoutPlace } from '../deepLink';
import { CatalogModel } from '../model';
import type { Settings } from '../settings.gen';

const LOCATION = '/data/catalog.yaml';

function bookmarkOf(id: string): IBookmark {
  return { location: LOCATION, trail: [id], title: id };
}

describe('links to a place', () => {
  it.each([
    ['https://x.org/c.yaml?a=1&b=2', ['one', 'two/three']],
    ['/data/Größe & mehr.yaml', []]
  ])('lead back to %s', (location, trail) => {
    const link = linkTo({ location, trail }, 'http://host/user/ann/');
    expect(link.startsWith('http://host/user/ann/lab?')).toBe(true);
    expect(placeIn(new URL(link).search)).toEqual({ location, trail });
  });

  it.each(['', '?token=a', '?pangeo-entry=a', '?pangeo-catalog=%20'])(
    'lead nowhere: “%s”',
    search => {
      expect(placeIn(search)).toBeNull();
    }
  );

  it('lead nowhere where they are longer than any place', () => {
    const many = '&pangeo-entry=a'.repeat(51);
    expect(placeIn(`?pangeo-catalog=${'a'.repeat(4097)}`)).toBeNull();
    expect(placeIn(`?pangeo-catalog=a${many}`)).toBeNull();
  });

  it('go off the address, and nothing else with them', () => {
    expect(withoutPlace('?reset&pangeo-catalog=a&pangeo-entry=b')).toBe(
      '?reset='
    );
    expect(withoutPlace('?pangeo-catalog=a')).toBe('');
  });
});

describe('bookmarks that were kept', () => {
  it('are left out where they are none', () => {
    const good = bookmarkOf('a');
    expect(
      bookmarksIn([good, null, 'a', { ...good, trail: [1] }, { location: 'a' }])
    ).toEqual([good]);
    expect(bookmarksIn({})).toEqual([]);
  });
});

describe('places of the catalog model', () => {
  let server: FakeServer;
  let state: StateDB;
  let model: CatalogModel;
  const { registry, get } = registryOf<Settings>({});

  beforeEach(() => {
    server = new FakeServer();
    server.client.reply('listCatalogs', {
      items: [catalogOf(), catalogOf({ id: 'b', location: '/b.yaml' })]
    });
    server.client.reply('listEntries', {
      items: [],
      nextCursor: null,
      total: 0
    });
    state = new StateDB();
    model = new CatalogModel({ server, state, settings: registry });
  });

  afterEach(() => model.dispose());

  it('are starred in the settings, once each', async () => {
    await model.ensure();
    await model.shelf.star(bookmarkOf('x'), true);
    await model.shelf.star(bookmarkOf('y'), true);
    await model.shelf.star({ ...bookmarkOf('x'), title: 'again' }, true);
    expect(get().starred?.map(({ title }) => title)).toEqual(['y', 'again']);
    await model.shelf.star(bookmarkOf('y'), false);
    expect(model.shelf.snapshot.starred.map(({ title }) => title)).toEqual([
      'again'
    ]);
  });

  it('that were used last come first, ten at most, and come back', async () => {
    await model.ensure();
    for (let place = 0; place < 12; place++) {
      await model.shelf.use(bookmarkOf(`e${place}`));
    }
    await model.shelf.use(bookmarkOf('e5'));
    const next = new CatalogModel({ server, state, settings: null });
    await next.ensure();
    const titles = next.shelf.snapshot.recent.map(({ title }) => title);
    next.dispose();
    expect(titles.slice(0, 3)).toEqual(['e5', 'e11', 'e10']);
    expect(titles).toHaveLength(10);
    await model.shelf.forget();
    expect(model.shelf.snapshot.recent).toEqual([]);
  });

  it('are bookmarked with all that is above them', async () => {
    server.client.reply('getEntry', ({ path: { entryId } }) =>
      detailsOf({
        id: entryId,
        title: `the ${entryId}`,
        parentId: entryId === 'deep' ? 'mid' : entryId === 'mid' ? 'top' : null
      })
    );
    await model.ensure();
    expect(
      await model.trails.bookmark({ catalogId: 'a', entryId: 'deep' })
    ).toEqual({
      location: LOCATION,
      trail: ['top', 'mid', 'deep'],
      title: 'the deep'
    });
    expect(
      await model.trails.bookmark({ catalogId: 'b', entryId: null })
    ).toEqual({ location: '/b.yaml', trail: [], title: 'Ocean' });
  });

  it('are followed through nested catalogs that are read on the way', async () => {
    let state: 'loading' | 'ready' = 'loading';
    const nested = () =>
      detailsOf({ ...nestedOf({ childState: state }), parentId: null });
    server.client.reply('expandEntry', nested);
    server.client.reply('getEntry', ({ path: { entryId } }) =>
      entryId === 'sub' ? nested() : detailsOf({ id: entryId, parentId: 'sub' })
    );
    const followed = model.trails.follow({
      location: LOCATION,
      trail: ['sub', 'deep']
    });
    await settle();
    await settle();
    expect(model.snapshot.selection).toBeNull();
    state = 'ready';
    server.live.change('entries', 2, 'a');
    await followed;
    expect(model.snapshot.selection).toEqual({
      catalogId: 'a',
      entryId: 'deep'
    });
  });

  it('are followed also where the socket was down before', async () => {
    jest.useFakeTimers();
    let state: 'loading' | 'ready' = 'loading';
    const nested = () =>
      detailsOf({ ...nestedOf({ childState: state }), parentId: null });
    server.client.reply('expandEntry', nested);
    server.client.reply('getEntry', nested);
    server.live.isConnected = false;
    const followed = model.trails.follow({
      location: LOCATION,
      trail: ['sub', 'sub']
    });
    await jest.advanceTimersByTimeAsync(100);
    state = 'ready';
    await jest.advanceTimersByTimeAsync(40_000);
    await followed;
    expect(model.snapshot.selection).toMatchObject({ entryId: 'sub' });
    jest.useRealTimers();
  });

  it('that lie in a nested catalog which cannot be read say why', async () => {
    const problems = [{ code: 'network', message: 'no such host' }];
    server.client.reply(
      'expandEntry',
      detailsOf({ ...nestedOf({ childState: 'failed' }), problems })
    );
    await expect(
      model.trails.follow({ location: LOCATION, trail: ['sub', 'deep'] })
    ).rejects.toThrow('no such host');
  });

  it('change their order at once', async () => {
    server.client.reply('changeCatalog', catalogOf({ title: 'Sea' }));
    await model.ensure();
    await model.change('a', { title: 'Sea', position: 1 });
    expect(server.client.calls.at(-1)).toMatchObject({
      args: { path: { catalogId: 'a' }, body: { title: 'Sea', position: 1 } }
    });
    const { catalogs } = model.snapshot;
    expect(
      'value' in catalogs && catalogs.value.map(({ id, title }) => [id, title])
    ).toEqual([
      ['b', 'Ocean'],
      ['a', 'Sea']
    ]);
  });
});
