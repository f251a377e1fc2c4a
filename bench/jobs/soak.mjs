/** A hundred WebSockets and many requests through the proxy for minutes: what is lost, and what stays behind. */
import fs from 'node:fs';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { rss, settled, until } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import { daskConfiguration, ours } from '../lib/sides.mjs';
import { quantile, Rows } from '../lib/stats.mjs';

const PAGES = daskConfiguration('bench_clusters', 'PageCluster', {
  dashboard_address: ':0',
  n_workers: 1,
  threads_per_worker: 1
});
const MINUTES = Number(process.env.BENCH_SOAK_MINUTES ?? 5);
const SOCKETS = 100;
/** Of 50,000 in two hours, as many a minute as make them in the time that there is. */
const REQUESTS_A_MINUTE = Math.ceil(50_000 / MINUTES);

function rows() {
  return new Rows()
    .define('lost', {
      what: `WebSockets closed or without their echo, of ${SOCKETS} open for ${MINUTES} minutes with a message a second`,
      unit: '',
      budget: 0
    })
    .define('echo', {
      what: 'Echo of a message while requests come too, p95',
      unit: 's'
    })
    .define('refused', {
      what: 'Requests without their answer, of 50,000 in that time',
      unit: '',
      budget: 0
    })
    .define('growth', {
      what: 'Growth of Jupyter’s resident memory, from the first fifth of the time to the last',
      unit: 'MB',
      budget: MINUTES >= 120 ? 2 : undefined,
      note: 'the budget of 1 MB an hour is judged in a run of two hours only: BENCH_SOAK_MINUTES=120.'
    })
    .define('descriptors', {
      what: 'Open files of Jupyter left within a minute after all is closed',
      unit: '',
      budget: 0
    });
}

const descriptors = pid => fs.readdirSync(`/proc/${pid}/fd`).length;

/** The headers of a page that is logged in: a token would make Jupyter log the user in at each request. */
async function cookies(server) {
  const answer = await server.ask('lab');
  await answer.arrayBuffer();
  return answer.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ');
}

/** One socket with a message a second; counts what comes back and how long that took. */
class Echo {
  constructor(url, headers) {
    this.times = [];
    this.isLost = false;
    this.socket = new WebSocket(url, { headers });
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.once('error', reject);
    });
    this.socket.on('message', data => {
      this.times.push((performance.now() - Number(data)) / 1000);
    });
    this.socket.on('close', () => (this.isLost = true));
  }

  start(end) {
    this.sent = 0;
    this.timer = setInterval(() => {
      if (performance.now() < end && !this.isLost) {
        this.sent++;
        this.socket.send(String(performance.now()));
      }
    }, 1000);
  }

  stop() {
    clearInterval(this.timer);
    const isWhole = !this.isLost && this.times.length === this.sent;
    this.socket.close();
    return isWhole;
  }
}

function get(options) {
  return new Promise(resolve => {
    http
      .get(options, response => {
        response.resume();
        response.on('end', () => resolve(response.statusCode === 200));
        response.on('error', () => resolve(false));
      })
      .on('error', () => resolve(false));
  });
}

/** Ask at an even pace until the end; answers how many requests were not answered, and memory by the fifth of time. */
async function ask(options, pid, minutes) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const started = performance.now();
  const total = REQUESTS_A_MINUTE * minutes;
  const memory = [[], [], [], [], []];
  let refused = 0;
  for (let number = 0; number < total; number += 4) {
    const answers = await Promise.all(
      [0, 1, 2, 3].map(() => get({ ...options, agent }))
    );
    refused += answers.filter(isAnswered => !isAnswered).length;
    memory[Math.floor((5 * number) / total)].push(rss(pid) / 1e6);
    const due = started + (number / REQUESTS_A_MINUTE) * 60_000;
    await sleep(Math.max(0, due - performance.now()));
  }
  agent.destroy();
  return { refused, memory };
}

async function measure(table) {
  const server = await Server.start(ours, { dask: PAGES });
  const add = (id, value) => table.add('ours', id, value);
  try {
    const cluster = await ours.running(
      await ours.start(server, 'dask-config'),
      server
    );
    await settled(() => server.pids(), 10);
    const { hostname, port } = new URL(server.url);
    const prefix = `/${ours.dashboard(cluster.id)}bench/`;
    const headers = { Cookie: await cookies(server) };
    const options = { host: hostname, port, path: `${prefix}small`, headers };
    await get(options);
    const before = descriptors(server.pid);
    const end = performance.now() + MINUTES * 60_000;
    const origin = `http://${hostname}:${port}`;
    const echoes = Array.from(
      { length: SOCKETS },
      () =>
        new Echo(`ws://${hostname}:${port}${prefix}echo`, {
          ...headers,
          Origin: origin
        })
    );
    await Promise.all(echoes.map(({ opened }) => opened));
    echoes.forEach(echo => echo.start(end));
    const { refused, memory } = await ask(options, server.pid, MINUTES);
    await sleep(Math.max(0, end - performance.now()) + 2000);
    add(
      'echo',
      quantile(
        echoes.flatMap(({ times }) => times),
        0.95
      )
    );
    add('lost', echoes.filter(echo => !echo.stop()).length);
    add('refused', refused);
    add('growth', quantile(memory[4], 0.5) - quantile(memory[0], 0.5));
    // Connections that are kept for the next page go after a while.
    await until(() => descriptors(server.pid) <= before, 60, 500);
    add('descriptors', Math.max(0, descriptors(server.pid) - before));
  } finally {
    await server.stop();
  }
}

export async function soak(runs) {
  const table = rows();
  for (let run = 0; run < runs; run++) {
    await measure(table);
  }
  return table.rows();
}
