/** A server that fails, goes away and comes back costs its own part of the tree a message with a way to try again. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, openSidePanel, test } from '../fixtures';
import { expand } from '../stories';

const TOP = `name: Far away
sources:
  good: {driver: yaml_file_cat, args: {path: '{{CATALOG_DIR}}/good.yaml'}}
  broken: {driver: yaml_file_cat, args: {path: '{{CATALOG_DIR}}/broken.yaml'}}
`;
const INNER = (name: string) =>
  `sources: {${name}: {driver: zarr, args: {urlpath: 'https://h/${name}.zarr'}}}`;

/** Serves the catalogs; while it is ill one of them is answered with a failure. */
class Remote {
  isIll = true;

  async start(port = 0): Promise<string> {
    this._server = createServer((request, response) => {
      const path = (request.url ?? '').slice(1);
      if (path === 'broken.yaml' && this.isIll) {
        response.writeHead(503).end();
        return;
      }
      const name = path === 'good.yaml' ? 'near' : 'mended';
      response.end(path === 'top.yaml' ? TOP : INNER(name));
    });
    const server = this._server;
    await new Promise<void>(done => server.listen(port, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const server = this._server;
    await new Promise(done => {
      server?.close(done);
      server?.closeAllConnections();
    });
  }

  private _server: Server | undefined;
}

test('a remote catalog that fails says why, can be tried again, and hides no neighbour', async ({
  page,
  consoleErrors
}) => {
  const remote = new Remote();
  const url = await remote.start();
  try {
    const panel = await openSidePanel(page, 'Catalog');
    const item = (name: RegExp) => panel.getByRole('treeitem', { name });
    await panel
      .getByRole('button', { name: 'Add catalog', exact: true })
      .click();
    await panel.getByLabel('URL or path of a catalog').fill(`${url}/top.yaml`);
    await panel.getByRole('button', { name: 'Add', exact: true }).click();
    await expand(panel, /Far away/);
    await expand(panel, /catalog broken/);
    // In place, with the cause and the remedy.
    const failed = item(/status 503.*Try again/);
    await expect(failed).toBeVisible();
    await expect(failed).toContainText('Refresh later');
    // The rest of the panel is alive meanwhile.
    await expand(panel, /catalog good/);
    await item(/near/).click();
    await expect(
      panel.getByRole('button', { name: 'Insert load code', exact: true })
    ).toBeVisible();

    remote.isIll = false;
    await failed.click();
    await expect(item(/mended/)).toBeVisible();
    await expect(failed).toHaveCount(0);

    const problems = panel.getByRole('list', { name: 'Problems' });
    // Gone altogether: what was read stays, and says how old it is.
    await remote.stop();
    const top = item(/Far away/);
    await top.click({ position: { x: 60, y: 8 } });
    const refresh = panel.getByRole('button', { name: 'Refresh', exact: true });
    await refresh.click();
    await expect(problems).toContainText('Shown as of');
    await expect(problems).toContainText('cannot be reached');
    // The click closed it.
    await expand(panel, /Far away/);
    await expect(item(/catalog good/)).toBeVisible();
    await remote.start(Number(new URL(url).port));
    await refresh.click();
    await expect(problems).toHaveCount(0);
    await expect(item(/catalog broken/)).toBeVisible();

    await panel.getByRole('button', { name: 'Remove…', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Remove', exact: true })
      .click();
    await expect(top).toHaveCount(0);
    expect(consoleErrors.ours).toEqual([]);
  } finally {
    await remote.stop();
  }
});
