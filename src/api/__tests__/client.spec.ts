import { ServerConnection } from '@jupyterlab/services';
import { ApiClient } from '../client';
import { ApiError, ServerHalfMissing } from '../errors';

function clientOf(answer: () => Response) {
  const asked: { url: string; init: RequestInit }[] = [];
  const settings = ServerConnection.makeSettings({
    baseUrl: 'http://localhost/user/ann/',
    wsUrl: 'ws://localhost/user/ann/',
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = input as Request;
      asked.push({
        url: request.url,
        init: init ?? { method: request.method }
      });
      return answer();
    }
  });
  return { client: new ApiClient(settings), asked };
}

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' }
  });

describe('ApiClient', () => {
  it('fills and encodes path slots below the base URL', async () => {
    const { client, asked } = clientOf(() => json(200, { id: 'x' }));
    await client.call('getCluster', { path: { clusterId: 'a/../b?c' } });
    expect(asked[0].url).toMatch(
      /^http:\/\/localhost\/user\/ann\/pangeo\/clusters\/a%2F\.\.%2Fb%3Fc/
    );
  });

  it('leaves out query arguments without a value', async () => {
    const { client, asked } = clientOf(() => json(200, { items: [] }));
    await client.call('searchEntries', { query: { q: 'sea ice', limit: 5 } });
    expect(asked[0].url).toContain('/search?q=sea+ice&limit=5');
    await client.call('listFactories', { query: { kernelspec: null } });
    expect(asked[1].url).not.toContain('kernelspec');
  });

  it('rejects with the problem of the server', async () => {
    const { client } = clientOf(() =>
      json(422, { code: 'invalid', message: 'no', path: '$.name' })
    );
    const call = client.call('startCluster', { body: { factory: 'x' } });
    await expect(call).rejects.toMatchObject({
      status: 422,
      problem: { code: 'invalid', path: '$.name' }
    });
    await expect(call).rejects.toBeInstanceOf(ApiError);
  });

  it('knows a page of Jupyter from an answer of ours', async () => {
    const { client } = clientOf(
      () => new Response('<html>404</html>', { status: 404 })
    );
    await expect(client.call('getStatus', {})).rejects.toBeInstanceOf(
      ServerHalfMissing
    );
  });

  it.each(['/a/../b', 'a', '/..', '/a/./b'])('refuses the path %s', path => {
    const { client } = clientOf(() => json(200, {}));
    expect(() => client.socket(path)).toThrow('not a path below');
  });

  it('checks arguments when compiled', () => {
    const { client } = clientOf(() => json(200, {}));
    const wrong = [
      // @ts-expect-error the path is missing
      () => client.call('closeCluster', {}),
      () =>
        client.call('scaleCluster', {
          path: { clusterId: 'a' },
          // @ts-expect-error a fixed scaling needs its workers
          body: { mode: 'fixed' }
        })
    ];
    expect(wrong).toHaveLength(2);
  });
});
