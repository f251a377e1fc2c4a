/** A dashboard page that tries everything gets nowhere (S22-S26), and one that leaves is taken away. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import type { APIRequestContext, Page } from '@playwright/test';
import { expect, restored, test } from '../fixtures';
import { hostFolder } from '../homes';

interface ISeen {
  /** What reached the place that the page tries to reach. */
  hits: string[];
  /** What became of each attempt, as the page told it. */
  found: Record<string, string>;
}

/** The stand-in that takes the place of a cluster's dashboard. */
class Hostile {
  constructor(
    private readonly _process: ChildProcess,
    private readonly _port: number
  ) {}

  static async start(socket: string): Promise<Hostile> {
    const port = await freePort();
    const root = path.resolve(__dirname, '..', '..');
    const child = spawn(
      path.join(root, '.venv', 'bin', 'python'),
      [
        path.join(root, 'ui-tests', 'hostile_dashboard.py'),
        String(port),
        socket
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] }
    );
    await once(child.stdout, 'data');
    return new Hostile(child, port);
  }

  async seen(): Promise<ISeen> {
    return (await (await this._ask('/hits')).json()) as ISeen;
  }

  async order(way: string): Promise<void> {
    await this._ask(`/order/${way}`);
  }

  stop(): void {
    this._process.kill();
  }

  private _ask(target: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this._port}${target}`);
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  return port;
}

async function startCluster(
  request: APIRequestContext,
  baseURL: string
): Promise<string> {
  const clusters = `${baseURL}/pangeo/clusters`;
  const started = await request.post(clusters, { data: { factory: 'local' } });
  const { id } = (await started.json()) as { id: string };
  await expect
    .poll(
      async () =>
        (
          (await (await request.get(`${clusters}/${id}`)).json()) as {
            state: string;
          }
        ).state,
      { timeout: 60_000 }
    )
    .toBe('running');
  return id;
}

async function openProgress(page: Page, clusterId: string): Promise<void> {
  await page.evaluate(async id => {
    const { jupyterapp } = window as unknown as {
      jupyterapp: {
        commands: { execute(id: string, args: object): Promise<unknown> };
      };
    };
    await jupyterapp.commands.execute('pangeo:open-plot', {
      clusterId: id,
      plot: 'progress'
    });
  }, clusterId);
}

/** Outcomes of attempts that are no refusal but harmless: nothing can be seen to have arrived. */
const HARMLESS = [
  'itself',
  'none',
  'null',
  'refused',
  'sent',
  'added',
  'true',
  'closed 1006',
  'no answer'
];

test('a hostile dashboard page reaches nothing and cannot leave', async ({
  page,
  request,
  baseURL
}) => {
  await restored(page);
  const address = page.url();
  const clusterId = await startCluster(request, baseURL ?? '');
  const hostile = await Hostile.start(
    path.join(hostFolder(clusterId), 'dashboard.sock')
  );
  try {
    await openProgress(page, clusterId);
    await expect
      .poll(async () => (await hostile.seen()).found.done, { timeout: 60_000 })
      .toBe('yes');
    const { hits, found } = await hostile.seen();
    expect(hits).toEqual([]);
    const { done, base, 'late base': lateBase, ...rest } = found;
    expect([done, base, lateBase]).toEqual([
      'yes',
      'http://dashboard.invalid/individual-progress',
      'http://dashboard.invalid/individual-progress'
    ]);
    const reached = Object.entries(rest).filter(
      ([, outcome]) =>
        !outcome.startsWith('refused: ') && !HARMLESS.includes(outcome)
    );
    expect(reached).toEqual([]);
    expect(Object.keys(rest).length).toBeGreaterThan(40);

    const notice = page.locator('.jp-OpaqueFrame-notice');
    for (const way of ['location', 'reload', 'blank', 'data', 'meta']) {
      await hostile.order(way);
      await expect(notice).toContainText('tried to leave');
      await expect(page.locator('.jp-OpaqueFrame iframe')).toHaveCount(0);
      await page.getByRole('button', { name: 'Reload the plot' }).click();
      await expect(notice).toBeHidden();
    }
    expect((await hostile.seen()).hits).toEqual([]);
    expect(page.url()).toBe(address);
  } finally {
    hostile.stop();
    await request.delete(`${baseURL}/pangeo/clusters/${clusterId}`);
  }
});
