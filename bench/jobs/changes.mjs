/** How soon the page and the server know what happened: another tab, a killed scheduler, a killed Jupyter. */
import { launch, openLab, seen, watch } from '../lib/browser.mjs';
import { commandLine, cpu, settled, tree, until } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import {
  anchor,
  closeAll,
  daskConfiguration,
  LOCAL,
  ours,
  SIDES
} from '../lib/sides.mjs';
import { interleave, Rows } from '../lib/stats.mjs';

const NEVER_SECONDS = 15;
const FAR = daskConfiguration('bench_clusters', 'far_cluster', {
  dashboard_address: ':0',
  n_workers: 1,
  threads_per_worker: 1
});
const ENDED = 'ul[aria-label="Clusters"] > li[data-state="lost"]';

function rows() {
  return new Rows()
    .define('tab', {
      what: 'Another tab sees a new cluster after the server answered',
      unit: 's',
      budget: 0.2
    })
    .define('killed', {
      what: 'Scheduler killed → shown as lost in the page',
      unit: 's',
      budget: 1
    })
    .define('removed', {
      what: 'The lost cluster removed: request → gone from the list',
      unit: 's',
      budget: 5,
      budgetWords: '5 s (design §6)'
    })
    .define('again', {
      what: 'Jupyter killed and started again → the running cluster is back in the list',
      unit: 's',
      budget: 2,
      note: 'from the first answer of the new server.'
    });
}

async function tab(server, browser, table) {
  const { side } = server;
  const lab = await openLab(browser, server);
  try {
    await side.openPanel(lab.page);
    await settled(() => server.pids(), 5);
    await watch(lab.page, { card: side.cards });
    await side.start(server);
    const answered = Date.now();
    const { card } = await seen(lab.page, ['card']);
    table.add(side.name, 'tab', Math.max(0, (card - answered) / 1000));
    if (side === ours) {
      const [cluster] = await side.clusters(server);
      await side.running(cluster, server);
    }
    await closeAll(server);
  } finally {
    await lab.close();
  }
}

function schedulerOf(server) {
  const members = tree(server.pid).filter(pid => pid !== server.pid);
  const known = members.find(pid =>
    /dask.* spec .*Scheduler|dask.*scheduler/i.test(commandLine(pid))
  );
  // A host holds the scheduler of a local cluster; it has had more to do than the launcher, and has children.
  const withChildren = members.filter(pid => tree(pid).length > 1);
  return known ?? withChildren.sort((a, b) => cpu([b]) - cpu([a]))[0];
}

async function killedOurs(browser, table) {
  const server = await Server.start(ours);
  const lab = await openLab(browser, server);
  try {
    await ours.openPanel(lab.page);
    const cluster = await ours.running(await ours.start(server), server);
    await lab.page.locator(ours.runningCards).waitFor();
    await watch(lab.page, { ended: ENDED });
    const killed = Date.now();
    process.kill(schedulerOf(server), 'SIGKILL');
    const { ended } = await seen(lab.page, ['ended'], 30_000);
    table.add('ours', 'killed', (ended - killed) / 1000);
    const asked = performance.now();
    await ours.close(server, cluster.id);
    table.add('ours', 'removed', (performance.now() - asked) / 1000);
  } finally {
    await lab.close();
    await server.stop();
  }
}

/** The anchor's scheduler is in Jupyter itself; one in a process of its own is what can be killed. */
async function killedAnchor(browser, table) {
  const server = await Server.start(anchor, { dask: FAR });
  const lab = await openLab(browser, server);
  try {
    await anchor.openPanel(lab.page);
    const { id } = await anchor.start(server);
    const card = lab.page.locator(anchor.cards);
    await card.waitFor();
    await until(async () => (await anchor.clusters(server))[0].workers > 0, 10);
    const before = await anchor.clusters(server);
    process.kill(schedulerOf(server), 'SIGKILL');
    const gone = async () => (await card.count()) === 0;
    const noticed = await until(gone, NEVER_SECONDS, 100);
    const [after] = await anchor.clusters(server);
    table.say(
      'anchor',
      'killed',
      noticed || !after
        ? 'removed the card'
        : `not within ${NEVER_SECONDS} s (workers ${before[0].workers} → ${after.workers})`
    );
    const asked = performance.now();
    const answer = await server.ask(`dask/clusters/${id}`, {
      method: 'DELETE'
    });
    const seconds = ((performance.now() - asked) / 1000).toFixed(1);
    const left = (await anchor.clusters(server)).length;
    table.say(
      'anchor',
      'removed',
      `${answer.status} after ${seconds} s, ${left} left in the list`
    );
  } finally {
    await lab.close();
    await server.stop();
  }
}

async function again(side, table) {
  const first = await Server.start(side, { dask: LOCAL });
  await side.running(await side.start(first), first);
  await first.kill();
  const second = await Server.start(side, { dask: LOCAL, home: first.home });
  const started = performance.now();
  try {
    const isBack = async () =>
      (await side.clusters(second)).some(
        cluster => side === anchor || cluster.state === 'running'
      );
    const found = await until(isBack, side === anchor ? NEVER_SECONDS : 60);
    if (found) {
      table.add(side.name, 'again', (performance.now() - started) / 1000);
    } else {
      table.say(side.name, 'again', 'the cluster is lost');
    }
  } finally {
    await second.stop();
  }
}

export async function changes(runs) {
  const table = rows();
  const browser = await launch();
  try {
    const servers = new Map();
    for (const side of SIDES) {
      servers.set(side, await Server.start(side, { dask: LOCAL }));
    }
    await interleave(SIDES, runs, side =>
      tab(servers.get(side), browser, table)
    );
    await Promise.all([...servers.values()].map(server => server.stop()));
    await killedAnchor(browser, table);
    for (let run = 0; run < runs; run++) {
      await killedOurs(browser, table);
    }
    await again(anchor, table);
    for (let run = 0; run < runs; run++) {
      await again(ours, table);
    }
  } finally {
    await browser.close();
  }
  return table.rows();
}
