/** The dashboard proxy against the same page without it: latency, the first byte and memory of a large answer. */
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { cpu, rss, settled } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import { daskConfiguration, ours, SIDES } from '../lib/sides.mjs';
import { interleave, quantile, Rows } from '../lib/stats.mjs';

const PAGES = daskConfiguration('bench_clusters', 'PageCluster', {
  dashboard_address: ':0',
  n_workers: 1,
  threads_per_worker: 1
});
const REQUESTS = 300;
const MEBIBYTES = 1024;
const HOST = 'dashboard.pangeo.invalid';

function rows() {
  return new Rows()
    .define('latency', {
      what: 'Added latency of a small page, p50',
      unit: 'ms',
      budget: 1,
      note: `p50 of ${REQUESTS} requests through the proxy less p50 of as many to the dashboard itself (the anchor's port, our socket), alternately, kept-alive connections.`
    })
    .define('latency-cpu', {
      what: 'CPU of Jupyter for a request through the proxy',
      unit: 'ms CPU'
    })
    .define('first-byte', {
      what: 'First byte of an answer of 1 GiB through the proxy',
      unit: 's',
      budget: 0.1
    })
    .define('growth', {
      what: 'Growth of Jupyter’s resident memory while 1 GiB passes',
      unit: 'MB',
      budget: 10,
      budgetWords: 'flat (taken as 10 MB)'
    })
    .define('gigabyte-cpu', {
      what: 'CPU of Jupyter while 1 GiB passes',
      unit: 's CPU'
    });
}

/** GET; answers milliseconds to the first byte of the body and to its end, and the body's size. */
function get(options, onData) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const request = http.get(options, response => {
      let bytes = 0;
      let first;
      response.on('data', chunk => {
        first ??= performance.now() - started;
        bytes += chunk.length;
        onData?.();
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          first,
          whole: performance.now() - started,
          bytes
        })
      );
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}

function socketOf(server) {
  const folder = path.join(server.home, 'run', 'jupyterlab-pangeo');
  return fs
    .readdirSync(folder)
    .map(name => path.join(folder, name, 'dashboard.sock'))
    .find(file => fs.existsSync(file));
}

async function direct(server, cluster) {
  if (server.side === ours) {
    return { socketPath: socketOf(server), headers: { Host: HOST } };
  }
  return server.side.direct(server, cluster.id);
}

/** By a page's own login, a cookie: a token would make Jupyter log the user in at each request. */
async function proxied(server, cluster) {
  const { hostname, port } = new URL(server.url);
  const answer = await server.ask('lab');
  await answer.arrayBuffer();
  const cookies = answer.headers.getSetCookie().map(one => one.split(';')[0]);
  return {
    host: hostname,
    port,
    prefix: `/${server.side.dashboard(cluster.id)}`,
    headers: { Cookie: cookies.join('; ') }
  };
}

async function latency(server, ways, table) {
  const times = { direct: [], proxied: [] };
  const agents = Object.fromEntries(
    Object.keys(ways).map(name => [
      name,
      new http.Agent({ keepAlive: true, maxSockets: 1 })
    ])
  );
  const ask = async name => {
    const { prefix = '/', ...options } = ways[name];
    const before = cpu([server.pid]);
    const found = await get({
      ...options,
      agent: agents[name],
      path: `${prefix}bench/small`
    });
    if (found.status !== 200) {
      throw new Error(`${server.side.name} ${name}: ${found.status}`);
    }
    times[name].push(found.whole);
    return cpu([server.pid]) - before;
  };
  for (let request = 0; request < 20; request++) {
    await ask('direct');
    await ask('proxied');
  }
  times.direct.length = times.proxied.length = 0;
  let used = 0;
  for (let request = 0; request < REQUESTS; request++) {
    await ask('direct');
    used += await ask('proxied');
  }
  Object.values(agents).forEach(agent => agent.destroy());
  const added = quantile(times.proxied, 0.5) - quantile(times.direct, 0.5);
  table.add(server.side.name, 'latency', added);
  table.add(server.side.name, 'latency-cpu', (1000 * used) / REQUESTS);
}

async function gigabyte(server, { prefix, ...options }, table) {
  const { name } = server.side;
  const before = { rss: rss(server.pid), cpu: cpu([server.pid]) };
  let most = before.rss;
  const sampling = setInterval(() => {
    most = Math.max(most, rss(server.pid));
  }, 50);
  try {
    const found = await get({
      ...options,
      agent: false,
      path: `${prefix}bench/big/${MEBIBYTES}`
    });
    const grown = (most - before.rss) / 1e6;
    if (found.status !== 200 || found.bytes !== MEBIBYTES * 2 ** 20) {
      const got = `${found.status}, ${(found.bytes / 1e6).toFixed(0)} MB of 1,074 came`;
      for (const id of ['first-byte', 'growth', 'gigabyte-cpu']) {
        table.say(name, id, got);
      }
      return;
    }
    table.add(name, 'first-byte', found.first / 1000);
    table.add(name, 'growth', grown);
    table.add(name, 'gigabyte-cpu', cpu([server.pid]) - before.cpu);
  } finally {
    clearInterval(sampling);
  }
}

async function measure(side, table) {
  const server = await Server.start(side, { dask: PAGES });
  try {
    const cluster = await side.running(
      await side.start(server, 'dask-config'),
      server
    );
    await settled(() => server.pids(), 10);
    const ways = {
      direct: await direct(server, cluster),
      proxied: await proxied(server, cluster)
    };
    await latency(server, ways, table);
    await gigabyte(server, ways.proxied, table);
  } finally {
    await server.stop();
  }
}

export async function proxy(runs) {
  const table = rows();
  await interleave(SIDES, runs, side => measure(side, table));
  return table.rows();
}
