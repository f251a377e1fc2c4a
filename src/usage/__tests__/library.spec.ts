import { nullTranslator } from '@jupyterlab/translation';
import { FakeClient } from '../../testing/FakeServer';
import { builtIn } from '../dashboards';
import { idOfFile, idOfGrafana, Library, readerOf } from '../library';

const trans = nullTranslator.load('jupyterlab-pangeo');
const { signal } = new AbortController();

function make(content: unknown = '{}') {
  const client = new FakeClient();
  const get = jest.fn(() => Promise.resolve({ content } as never));
  return {
    client,
    get,
    library: new Library(builtIn(trans), client, readerOf({ get }), trans)
  };
}

describe('a dashboard', () => {
  it('that comes with the suite is there; an unknown name is that of the usual one, at once', async () => {
    const { library } = make();
    const node = await library.find('node', signal);
    expect(node.json).toMatchObject({ uid: 'node' });
    expect(library.find('gone', signal)).toMatchObject({
      json: { uid: 'my-usage' }
    });
    const ids = ['node', 'gone', idOfFile('node'), idOfGrafana('a', 'b')];
    expect(ids.map(id => library.isForeign(id))).toEqual([
      false,
      false,
      true,
      true
    ]);
  });

  it('in a file is read as text', async () => {
    const { library, get } = make('{"title": "Mine"}');
    const found = await library.find(idOfFile('a b/c:d.json'), signal);
    expect(found).toEqual({
      json: { title: 'Mine' },
      link: '',
      hasPage: false,
      stores: {}
    });
    expect(get).toHaveBeenCalledWith('a b/c:d.json', {
      type: 'file',
      format: 'text',
      content: true
    });
  });

  it.each([
    ['{"title": ', /x\.json is no JSON/],
    ['"'.padEnd(8_000_001), /too large/],
    [null, /too large/]
  ])('in a file that does not fit says why: %#', async (content, why) => {
    const { library } = make(content);
    await expect(library.find(idOfFile('x.json'), signal)).rejects.toThrow(why);
  });

  it('of a Grafana comes with its link and the stores that it may name', async () => {
    const { library, client } = make();
    const stores = { prom: 'ops:prom' };
    client.reply('getGrafanaDashboard', {
      document: { title: 'Theirs' },
      link: 'https://grafana.example/d/u',
      hasPage: true,
      sources: stores
    });
    expect(await library.find(idOfGrafana('ops', 'u'), signal)).toEqual({
      json: { title: 'Theirs' },
      link: 'https://grafana.example/d/u',
      hasPage: true,
      stores
    });
    expect(client.calls[0].args).toEqual({ body: { source: 'ops', uid: 'u' } });
  });

  it('that Grafana does not give says why', async () => {
    const { library, client } = make();
    const problem = { code: 'login-required', message: 'it asks for a login' };
    client.reply('getGrafanaDashboard', { problem });
    await expect(library.find(idOfGrafana('ops', 'u'), signal)).rejects.toThrow(
      'Grafana: it asks for a login.'
    );
  });
});
