import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { catalogOf } from '../../testing/catalogs';
import { FakeServer, refusal } from '../../testing/FakeServer';
import { settle } from '../../testing/promises';
import { registryOf } from '../../testing/settings';
import { CatalogModel } from '../model';
import { isSame } from '../wishes';

describe('the setting “catalogs”', () => {
  let server: FakeServer;
  let model: CatalogModel;

  function open(settings: ISettingRegistry): CatalogModel {
    model = new CatalogModel({ server, state: null, settings });
    return model;
  }

  beforeEach(() => {
    server = new FakeServer();
    server.client.reply('listCatalogs', {
      items: [catalogOf({ location: '/home/ann/known.yaml' })]
    });
    server.client.reply('addCatalog', ({ body }) =>
      catalogOf({ id: body.location, location: body.location })
    );
  });

  afterEach(() => model.dispose());

  it('adds what the server has not, once', async () => {
    const { registry } = registryOf({
      catalogs: ['known.yaml', 'https://h/c.yaml']
    });
    await open(registry).ensure();
    expect(server.client.count('addCatalog')).toBe(1);
    expect(server.client.last('addCatalog')).toEqual({
      body: { location: 'https://h/c.yaml', origin: 'setting' }
    });
  });

  it('takes it as done where the server has it already', async () => {
    server.client.reply('addCatalog', refusal(409, 'is in the list'));
    await open(registryOf({ catalogs: ['x.yaml'] }).registry).ensure();
    expect(model.snapshot.refused.size).toBe(0);
  });

  it('says which ones were refused', async () => {
    server.client.reply('addCatalog', refusal(422, 'no such file'));
    await open(registryOf({ catalogs: ['x.yaml'] }).registry).ensure();
    expect(model.snapshot.refused.get('x.yaml')?.message).toBe('no such file');
  });

  it('follows changes', async () => {
    const { registry, set } = registryOf({});
    await open(registry).ensure();
    set({ catalogs: ['later.yaml'], loadCodeStyle: 'intake' });
    await settle();
    expect(server.client.count('addCatalog')).toBe(1);
    expect(model.snapshot.style).toBe('intake');
  });

  it('forgets a catalog that is removed, so that it does not come back', async () => {
    const location = 'https://h/c.yaml';
    const { registry } = registryOf({ catalogs: [location] });
    server.client.reply('listCatalogs', {
      items: [catalogOf({ id: 'b', location, origin: 'setting' })]
    });
    server.client.reply('removeCatalog', undefined);
    await open(registry).ensure();
    await model.remove('b');
    await settle();
    expect(server.client.count('addCatalog')).toBe(0);
  });
});

describe('isSame', () => {
  it('takes a relative path as one below a root folder', () => {
    expect(isSame('./a/b.yaml', '/home/ann/a/b.yaml')).toBe(true);
    expect(isSame('b.yaml', '/home/ann/ab.yaml')).toBe(false);
    expect(isSame('/b.yaml', '/home/b.yaml')).toBe(false);
    expect(isSame('https://h/b', 'https://g/https://h/b')).toBe(false);
  });

  it('knows a catalog whose token is not shown', () => {
    const shown = 'https://h/c.yaml?token=…';
    expect(isSame('https://h/c.yaml?token=abc', shown)).toBe(true);
    expect(isSame('https://h/d.yaml?token=abc', shown)).toBe(false);
  });
});
