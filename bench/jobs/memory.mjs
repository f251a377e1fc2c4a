/** Memory that is added: to the Jupyter server, by all processes while idle, by a cluster's host. */
import { once } from 'node:events';
import fs from 'node:fs';
import { launch, openLab } from '../lib/browser.mjs';
import { assist } from '../lib/children.mjs';
import { settled, rss, tree, until, uss } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import { ours, SIDES } from '../lib/sides.mjs';
import { interleave, Rows } from '../lib/stats.mjs';
import { recordOf } from './recorder.mjs';
import { at } from '../../tools/lib/paths.mjs';

const MEGA = 1e6;

function rows() {
  return new Rows()
    .define('server', {
      what: 'Added resident memory of the Jupyter server that records usage, no page open',
      unit: 'MB',
      budget: 8,
      note: 'against a server of the same environment with the extension (at the anchor also jupyter-server-proxy, which comes with it) switched off.'
    })
    .define('idle', {
      what: 'Added memory of all processes, a page open, no cluster, panel not shown',
      unit: 'MB',
      budget: 40,
      note: 'the server’s growth as above (both with a page open) and the private memory of every child that is not there without the extension.'
    })
    .define('warm', {
      what: 'The same with the panel shown (ours keeps a host process warm)',
      unit: 'MB'
    })
    .define('host', {
      what: 'A cluster’s host beyond a bare process with the same scheduler, no workers',
      unit: 'MB',
      budget: 10,
      note: 'private memory (USS) of the host less that of a script that makes a LocalCluster without workers; ours has TLS, the script has not.'
    });
}

async function shown(server) {
  await settled(() => [server.pid], 10);
  const children = tree(server.pid).filter(pid => pid !== server.pid);
  return rss(server.pid) + children.reduce((sum, pid) => sum + uss(pid), 0);
}

/** Bytes of one server: alone, with a page, with the panel. */
async function sizes(side, browser, config) {
  const server = await Server.start(side, { config });
  try {
    if (side === ours && config !== side.without) {
      // The recorder's first sample loads what it needs.
      await until(() => fs.existsSync(recordOf(server)), 30);
    }
    await settled(() => [server.pid], 10);
    const alone = rss(server.pid);
    const lab = await openLab(browser, server);
    const page = await shown(server);
    if (config === side.without) {
      return { alone, page };
    }
    await side.openPanel(lab.page);
    if (side === ours) {
      await until(() => tree(server.pid).length > 1, 10);
    }
    await settled(() => tree(server.pid), 10);
    return { alone, page, panel: await shown(server) };
  } finally {
    await server.stop();
  }
}

async function bare() {
  const child = assist(ours.python, [at('bench', 'python', 'bare_cluster.py')]);
  try {
    await once(child.stdout, 'data');
    await settled(() => [child.pid], 10);
    return uss(child.pid);
  } finally {
    child.stdin.end();
    await once(child, 'exit');
  }
}

async function host() {
  const server = await Server.start(ours);
  try {
    const cluster = await server.json('POST', 'pangeo/clusters', {
      factory: 'local',
      scaling: { mode: 'fixed', workers: 0 }
    });
    await ours.running(cluster, server);
    const hosts = () => tree(server.pid).filter(pid => pid !== server.pid);
    await settled(hosts, 10);
    const [largest] = hosts()
      .map(uss)
      .sort((a, b) => b - a);
    return largest;
  } finally {
    await server.stop();
  }
}

async function added(side, browser, table) {
  const without = await sizes(side, browser, side.without);
  const found = await sizes(side, browser, {});
  const add = (id, bytes) => table.add(side.name, id, bytes / MEGA);
  add('server', found.alone - without.alone);
  add('idle', found.page - without.page);
  add('warm', found.panel - without.page);
}

export async function memory(runs) {
  const table = rows();
  const browser = await launch();
  try {
    await interleave(SIDES, runs, side => added(side, browser, table));
  } finally {
    await browser.close();
  }
  for (let run = 0; run < runs; run++) {
    table.add('ours', 'host', ((await host()) - (await bare())) / MEGA);
  }
  return table.rows();
}
