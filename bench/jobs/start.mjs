/** From the click on New cluster to what the user sees, and to a running cluster with two workers. */
import { launch, openLab, seen, watch } from '../lib/browser.mjs';
import { cpu, settled, tree, until } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import { anchor, closeAll, LOCAL, ours, SIDES } from '../lib/sides.mjs';
import { interleave, Rows } from '../lib/stats.mjs';

function rows() {
  return new Rows()
    .define('warm-cpu', {
      what: 'New cluster → running, 2 workers, warm: CPU of Jupyter, host and workers',
      unit: 's CPU'
    })
    .define('feedback', {
      what: 'New cluster → visible feedback',
      unit: 's',
      budget: 0.05,
      note: 'the anchor shows nothing before the cluster runs.'
    })
    .define('warm', {
      what: 'New cluster → running, 2 workers, warm',
      unit: 's',
      budget: 1,
      note: 'the second and later clusters of the anchor (distributed is imported); ours with a host process kept warm while the panel is shown.'
    })
    .define('cold-cpu', {
      what: 'Start by REST → running, 2 workers, cold: CPU',
      unit: 's CPU'
    })
    .define('cold', {
      what: 'Start by REST → running, 2 workers, cold',
      unit: 's',
      budget: 2,
      note: 'the first cluster of a server that nobody has a page open of.'
    });
}

const members = server => () => server.pids();

async function warm(server, browser, table) {
  const { side } = server;
  const lab = await openLab(browser, server);
  try {
    await side.openPanel(lab.page);
    await side.newButton(lab.page).waitFor();
    if (side === ours) {
      await until(() => tree(server.pid).length > 1, 20);
    }
    await settled(members(server), 15);
    const before = cpu(server.pids());
    await watch(lab.page, {
      feedback: side.cards,
      running: side.runningCards
    });
    await side.newButton(lab.page).click();
    const times = await seen(lab.page, ['pointer', 'feedback', 'running']);
    table.add(side.name, 'warm-cpu', cpu(server.pids()) - before);
    const since = name => (times[name] - times.pointer) / 1000;
    table.add(side.name, 'feedback', since('feedback'));
    table.add(side.name, 'warm', since('running'));
    await check(server);
    await closeAll(server);
  } finally {
    await lab.close();
  }
}

/** Both sides call a cluster running when its two workers have come. */
async function check(server) {
  const [cluster] = await server.side.clusters(server);
  const workers =
    server.side === ours ? cluster.workers.connected : cluster.workers;
  if (workers !== 2) {
    throw new Error(`${server.side.name} runs with ${workers} workers`);
  }
}

async function cold(server, table) {
  const { side } = server;
  await settled(members(server), 15);
  const before = cpu(server.pids());
  const started = performance.now();
  const cluster = await side.start(server);
  await side.running(cluster, server);
  table.add(side.name, 'cold', (performance.now() - started) / 1000);
  table.add(side.name, 'cold-cpu', cpu(server.pids()) - before);
  await check(server);
  await closeAll(server);
}

export async function start(runs) {
  const table = rows();
  const browser = await launch();
  try {
    const servers = new Map();
    for (const side of SIDES) {
      servers.set(
        side,
        await Server.start(side, { dask: side === anchor ? LOCAL : '' })
      );
    }
    await interleave(SIDES, runs, async side => {
      const fresh = await Server.start(side, {
        dask: side === anchor ? LOCAL : ''
      });
      await cold(fresh, table);
      await fresh.stop();
    });
    // What the first start of a server imports is no part of a warm one.
    for (const server of servers.values()) {
      const { side } = server;
      await side.running(await side.start(server), server);
      await closeAll(server);
    }
    await interleave(SIDES, runs, side =>
      warm(servers.get(side), browser, table)
    );
  } finally {
    await browser.close();
  }
  return table.rows();
}
