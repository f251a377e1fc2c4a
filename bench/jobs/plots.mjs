/** Dask's own page in a frame: from the click to a painted canvas, what it fetches, what it costs. */
import { once } from 'node:events';
import { at } from '../../tools/lib/paths.mjs';
import { launch, openLab, painted, paintedFrames } from '../lib/browser.mjs';
import { assist } from '../lib/children.mjs';
import { cpu, settled } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import { LOCAL, SIDES } from '../lib/sides.mjs';
import { interleave, Rows } from '../lib/stats.mjs';

const SEEN_SECONDS = 30;
const PLOTS = { first: 'Task Stream', second: 'Progress' };
const BUDGETS = { first: [1, 0.65], second: [0.8, 0.005] };

function rows() {
  const table = new Rows();
  table
    .define('ahead-bytes', {
      what: 'Before a click, when the plots of a cluster are listed: fetched',
      unit: 'MB',
      note: 'ours fetches the scripts of the cluster’s dashboard then and, while the pointer or the focus is in the panel, runs them in frames for the next plot; browsers without Element.moveBefore only fetch.'
    })
    .define('ahead-browser', {
      what: 'The same: CPU of the browser',
      unit: 's CPU'
    });
  for (const [id, title] of Object.entries(PLOTS)) {
    const what = `Dask’s page in a frame, ${id} (${title})`;
    const [seconds, megabytes] = BUDGETS[id];
    table
      .define(`${id}-browser`, {
        what: `${what}: CPU of the browser`,
        unit: 's CPU'
      })
      .define(`${id}-server`, {
        what: `${what}: CPU of Jupyter, scheduler and workers`,
        unit: 's CPU'
      })
      .define(`${id}-wall`, {
        what: `${what}: click → painted`,
        unit: 's',
        budget: seconds
      })
      .define(`${id}-bytes`, {
        what: `${what}: fetched`,
        unit: 'MB',
        budget: megabytes
      })
      .define(`${id}-requests`, { what: `${what}: requests`, unit: '' })
      .define(`${id}-sockets`, {
        what: `${what}: WebSockets opened`,
        unit: ''
      });
  }
  return table;
}

async function open(id, { server, browser, lab, table }) {
  const { side } = server;
  const add = (what, value) => table.add(side.name, `${id}-${what}`, value);
  const known = await paintedFrames(lab.page);
  const mark = lab.meter.mark();
  const before = { browser: await browser.cpu(), server: cpu(server.pids()) };
  const started = performance.now();
  await side.openPlot(lab.page, PLOTS[id]);
  await painted(lab.page, known, SEEN_SECONDS * 1000);
  add('wall', (performance.now() - started) / 1000);
  add('browser', (await browser.cpu()) - before.browser);
  add('server', cpu(server.pids()) - before.server);
  // The end of a large answer may be reported after what it painted.
  await settled(() => [server.pid], 2);
  const { bytes, requests, sockets } = lab.meter.since(mark);
  add('bytes', bytes / 1e6);
  add('requests', requests.length);
  add('sockets', sockets);
}

async function panes(server, browser, table) {
  const { side } = server;
  const lab = await openLab(browser, server);
  try {
    await side.openPanel(lab.page);
    const mark = lab.meter.mark();
    const before = await browser.cpu();
    await lab.page
      .locator(side.runningCards)
      .first()
      .click({ position: { x: 40, y: 10 } });
    await side.plotsListed(lab.page);
    await settled(() => [server.pid], 3);
    table.add(side.name, 'ahead-bytes', lab.meter.since(mark).bytes / 1e6);
    table.add(side.name, 'ahead-browser', (await browser.cpu()) - before);
    for (const id of Object.keys(PLOTS)) {
      await open(id, { server, browser, lab, table }).catch(async error => {
        // The picture tells a blank pane from a frame that Playwright has lost sight of; n says that a run is missing.
        console.log(`  ${side.name} ${id}: ${error.message}`);
        const file = `unseen-${side.name}-${id}.png`;
        await lab.page.screenshot({ path: at('bench', 'out', file) });
      });
    }
  } finally {
    await lab.close();
  }
}

/** A server with one cluster that 50 tasks a second keep busy. */
async function busy(side) {
  const server = await Server.start(side, { dask: LOCAL });
  const cluster = await side.running(await side.start(server), server);
  const connection = JSON.stringify(await side.connection(server, cluster.id));
  const script = at('bench', 'python', 'load.py');
  const load = assist(side.python, [script, 'steady', connection]);
  await once(load.stdout, 'data');
  load.stdout.resume();
  return { server, load };
}

export async function plots(runs) {
  const table = rows();
  const browser = await launch();
  const started = new Map();
  try {
    // One at a time: the other side's load would be in the way.
    await interleave(SIDES, runs, async side => {
      started.set(side, await busy(side));
      const { server, load } = started.get(side);
      await panes(server, browser, table);
      load.kill();
      await server.stop();
      started.delete(side);
    });
  } finally {
    for (const { load } of started.values()) {
      load.kill();
    }
    await browser.close();
  }
  return table.rows();
}
