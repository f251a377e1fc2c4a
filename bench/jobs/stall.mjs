/** The longest stall of Jupyter's event loop while something heavy goes on, against an idle loop in the same minute. */
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { at } from '../../tools/lib/paths.mjs';
import { assist } from '../lib/children.mjs';
import { settled } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import {
  closeAll,
  daskConfiguration,
  LOCAL,
  ours,
  SIDES
} from '../lib/sides.mjs';
import { interleave, Rows } from '../lib/stats.mjs';
import { writeCatalog } from './catalogFile.mjs';

const TASKS = 30_000;
const ENTRIES = 100_000;
const BLOCKING = daskConfiguration('bench_clusters', 'BlockingCluster', {
  dashboard_address: ':0',
  n_workers: 2,
  threads_per_worker: 1
});
const CASES = {
  starting: 'three clusters start at once',
  tasks: '30,000 tasks are submitted and run (at most 20 s)',
  blocked: 'a factory blocks for 8 s',
  catalog: 'a catalog of 100,000 entries is added and read'
};
const NOTE =
  'the budget is compared with the stall less the idle control loop’s in the same seconds; both medians are shown.';

function rows() {
  const table = new Rows();
  for (const [id, words] of Object.entries(CASES)) {
    table.define(id, {
      what: `Longest stall while ${words}`,
      unit: 's',
      budget: 0.1
    });
    table.define(`${id}-control`, {
      what: `– the idle control loop in those seconds`,
      unit: 's'
    });
  }
  return table;
}

/** An event loop in a process of its own that does nothing. */
class Control {
  constructor() {
    this.process = assist(ours.python, [
      at('bench', 'python', 'stall_probe.py')
    ]);
    this.lines = createInterface({ input: this.process.stdout });
  }

  async stall() {
    const answer = once(this.lines, 'line');
    this.process.stdin.write('\n');
    const [line] = await answer;
    return JSON.parse(line).seconds;
  }

  async stop() {
    this.process.stdin.end();
    await once(this.process, 'exit');
  }
}

async function starting(server) {
  const { side } = server;
  const begin = async () => side.running(await side.start(server), server);
  await Promise.all([begin(), begin(), begin()]);
}

/** One cluster, running; what its start did is no part of what is measured. */
async function oneCluster(server) {
  const { side } = server;
  const cluster = await side.running(await side.start(server), server);
  return JSON.stringify(await side.connection(server, cluster.id));
}

async function tasks(server, connection) {
  const script = at('bench', 'python', 'load.py');
  const { python } = server.side;
  const child = assist(python, [script, 'tasks', connection, String(TASKS)]);
  const [code] = await once(child, 'exit');
  if (code !== 0) {
    throw new Error('the tasks failed');
  }
}

async function blocked(server) {
  const { side } = server;
  await side.running(await side.start(server, 'dask-config'), server);
}

async function addCatalog(server, file) {
  const { id } = await server.json('POST', 'pangeo/catalogs', {
    location: file
  });
  for (;;) {
    const found = await server.json('GET', `pangeo/catalogs/${id}`);
    if (found.state === 'ready') {
      return;
    }
    if (found.state === 'failed') {
      throw new Error(JSON.stringify(found.problems));
    }
    await sleep(50);
  }
}

const WORK = {
  starting: { work: starting },
  tasks: { prepare: oneCluster, work: tasks },
  blocked: { work: blocked, dask: BLOCKING },
  catalog: {
    prepare: server => {
      const file = path.join(server.home, 'work', 'large.yaml');
      writeCatalog(file, ENTRIES);
      return file;
    },
    work: addCatalog,
    isOursOnly: true
  }
};

async function measure(id, side, control, table) {
  const { prepare, work, dask = LOCAL } = WORK[id];
  const server = await Server.start(side, { dask });
  try {
    const prepared = await prepare?.(server);
    await settled(() => server.pids(), 5);
    await Promise.all([server.stall(), control.stall()]);
    await work(server, prepared);
    const [found, idle] = await Promise.all([server.stall(), control.stall()]);
    table.add(side.name, id, found);
    table.add(side.name, `${id}-control`, idle);
    if (id !== 'catalog') {
      await closeAll(server);
    }
  } finally {
    await server.stop();
  }
}

export async function stall(runs) {
  const table = rows();
  const control = new Control();
  try {
    for (const [id, { isOursOnly }] of Object.entries(WORK)) {
      const sides = isOursOnly ? [ours] : SIDES;
      await interleave(sides, runs, side => measure(id, side, control, table));
    }
  } finally {
    await control.stop();
  }
  const found = table.rows();
  for (const id of Object.keys(CASES)) {
    const row = found.find(one => one.id === id);
    const idle = found.find(one => one.id === `${id}-control`);
    row.judged = row.ours.map((value, run) =>
      Math.max(0, value - idle.ours[run])
    );
    row.note = NOTE;
  }
  return found;
}
