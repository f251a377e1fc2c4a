/** How each job is done with the anchor and with the product; both have the same members. */
import { at, python } from '../../tools/lib/paths.mjs';
import { until } from './proc.mjs';

/** One cluster class for both, in the words of the Dask configuration. */
export function daskConfiguration(module, name, options = {}) {
  return JSON.stringify({
    labextension: {
      factory: { module, class: name, args: [], kwargs: options }
    }
  });
}

export const LOCAL = daskConfiguration('dask.distributed', 'LocalCluster', {
  dashboard_address: ':0',
  n_workers: 2,
  threads_per_worker: 1
});

async function openPanel(page, tab, panel) {
  if (!(await panel.isVisible())) {
    await tab.click();
  }
  await panel.waitFor({ state: 'visible' });
}

export const anchor = {
  name: 'anchor',
  labextension: 'dask-labextension',
  python: at('bench', '.venv-anchor', 'bin', 'python'),
  config: {},
  without: {
    ServerApp: {
      jpserver_extensions: {
        dask_labextension: false,
        jupyter_server_proxy: false
      }
    }
  },
  isOwn: url => /\/dask\/|individual-plots/.test(new URL(url).pathname),
  cards: '.dask-ClusterListingItem',
  runningCards: '.dask-ClusterListingItem',
  openPanel: page =>
    openPanel(
      page,
      page.locator('.jp-SideBar [data-id="dask-dashboard-launcher"]'),
      page.locator('.dask-DaskSidebar')
    ),
  newButton: page =>
    page.locator('.dask-DaskClusterManager .jp-Toolbar >> text=NEW').first(),
  plotsListed: page =>
    page
      .locator('.dask-DashboardListing-item button[value="Task Stream"]')
      .waitFor(),
  openPlot: (page, title) =>
    page.locator(`.dask-DashboardListing-item button[value="${title}"]`).click(),
  start: server => server.json('PUT', 'dask/clusters', {}),
  running: cluster => cluster,
  clusters: server => server.json('GET', 'dask/clusters'),
  close: (server, id) => server.json('DELETE', `dask/clusters/${id}`),
  connection: async (server, id) => {
    const { scheduler_address } = await server.json(
      'GET',
      `dask/clusters/${id}`
    );
    return { address: scheduler_address };
  },
  dashboard: id => `dask/dashboard/${id}/`,
  direct: async (server, id) => {
    const found = await server.json('GET', `dask/clusters/${id}`);
    return { host: '127.0.0.1', port: new URL(found.dashboard_link).port };
  }
};

export const ours = {
  name: 'ours',
  labextension: 'jupyterlab-pangeo',
  python,
  config: {
    LabServerApp: {
      extra_labextensions_path: [at('bench', 'out', 'labextensions')]
    }
  },
  without: {
    ServerApp: { jpserver_extensions: { jupyterlab_pangeo: false } }
  },
  isOwn: url => /\/pangeo\//.test(new URL(url).pathname),
  cards: 'ul[aria-label="Clusters"] > li',
  runningCards: 'ul[aria-label="Clusters"] > li[data-state="running"]',
  openPanel: page =>
    openPanel(
      page,
      page.locator('.jp-SideBar [data-id="jupyterlab-pangeo-clusters"]'),
      page.locator('#jupyterlab-pangeo-clusters')
    ),
  newButton: page =>
    page
      .locator('#jupyterlab-pangeo-clusters')
      .getByRole('button', { name: 'New cluster', exact: true }),
  plotsListed: page => plot(page, 'Task Stream').waitFor(),
  openPlot: (page, title) => plot(page, title).click(),
  start: async (server, factory = 'local') => {
    if (factory !== 'local') {
      // A factory of the Dask configuration is known once a probe has read it.
      await server.json('POST', 'pangeo/factories/probe', {});
    }
    return server.json('POST', 'pangeo/clusters', {
      factory,
      scaling: { mode: 'fixed', workers: 2 }
    });
  },
  running: (cluster, server, seconds = 60) =>
    until(async () => {
      const found = await server.json('GET', `pangeo/clusters/${cluster.id}`);
      if (found.state === 'failed') {
        throw new Error(JSON.stringify(found));
      }
      return found.state === 'running' && found;
    }, seconds),
  clusters: async server => (await server.json('GET', 'pangeo/clusters')).items,
  close: async (server, id) => {
    await server.json('DELETE', `pangeo/clusters/${id}`);
    const gone = async () =>
      (await ours.clusters(server)).every(cluster => cluster.id !== id);
    if (!(await until(gone, 30))) {
      throw new Error('the cluster stays in the list');
    }
  },
  connection: (server, id) =>
    server.json('GET', `pangeo/clusters/${id}/connection`),
  dashboard: id => `pangeo/clusters/${id}/dashboard/`
};

function plot(page, title) {
  return page
    .locator('#jupyterlab-pangeo-clusters')
    .getByRole('button', { name: title, exact: true });
}

export const SIDES = [anchor, ours];

/** Close every cluster of a server. */
export async function closeAll(server) {
  const { side } = server;
  for (const { id } of await side.clusters(server)) {
    await side.close(server, id);
  }
}
