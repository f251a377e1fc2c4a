/** JavaScript that the page fetches while Lab starts, and requests of an idle page. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { launch, openLab } from '../lib/browser.mjs';
import { until } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import { LOCAL, SIDES } from '../lib/sides.mjs';
import { Rows } from '../lib/stats.mjs';
import { bundle, anchorExtension } from '../lib/prepare.mjs';

const WATCH_SECONDS = 60;

function rows() {
  return new Rows()
    .define('start-gzip', {
      what: 'JavaScript fetched at Lab start, gzip -6',
      unit: 'kB',
      budget: 15
    })
    .define('usage-chunk', {
      what: 'JavaScript of the tab Usage, its chunk, gzip -6',
      unit: 'kB',
      budget: 60
    })
    .define('usage-opened', {
      what: 'JavaScript fetched when the tab Usage is opened, gzip -6',
      unit: 'kB',
      note: 'its chunk, uPlot, and what other parts share with it and had not been fetched.'
    })
    .define('start-requests', {
      what: 'Requests of its own at Lab start (REST; files of the extension are not counted)',
      unit: ''
    })
    .define('idle-none', {
      what: 'Requests a minute, idle, no cluster',
      unit: '',
      budget: 0
    })
    .define('idle-one', {
      what: 'Requests a minute, idle, one cluster, its panel open',
      unit: '',
      budget: 0
    });
}

function folderOf(side) {
  return side.name === 'ours' ? bundle : anchorExtension;
}

/** Names of the extension's scripts among these requests. */
function scripts(side, requests) {
  const prefix = `/extensions/${side.labextension}/`;
  const names = requests
    .map(({ url }) => new URL(url).pathname)
    .filter(name => name.includes(prefix) && name.endsWith('.js'))
    .map(name => name.slice(name.indexOf(prefix) + prefix.length));
  return [...new Set(names)];
}

/** Compressed size of scripts of the extension, in kB. */
function sizeOf(side, names) {
  const sizes = names.map(
    name => gzipSync(fs.readFileSync(path.join(folderOf(side), name))).length
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** What is fetched when the tab Usage is opened, and nothing of which was at Lab's start. */
async function openUsage(side, lab, table) {
  const isChunk = name => /\busage\.[^/]*js$/.test(name);
  if (scripts(side, lab.meter.requests).some(isChunk)) {
    throw new Error('the chunk of the tab Usage was fetched at the start');
  }
  const mark = lab.meter.mark();
  await lab.page.evaluate(() =>
    window.jupyterapp.commands.execute('pangeo:open-usage')
  );
  await lab.page.locator('#jp-pangeo-usage canvas').first().waitFor();
  const names = scripts(side, lab.meter.since(mark).requests);
  table.add(side.name, 'usage-chunk', sizeOf(side, names.filter(isChunk)));
  table.add(side.name, 'usage-opened', sizeOf(side, names));
  await lab.page.evaluate(() =>
    window.jupyterapp.shell.currentWidget.dispose()
  );
}

async function minute(side, lab) {
  const mark = lab.meter.mark();
  await sleep(WATCH_SECONDS * 1000);
  const { requests } = lab.meter.since(mark);
  return requests.filter(({ url }) => side.isOwn(url)).length;
}

async function measure(side, browser, table) {
  const server = await Server.start(side, { dask: LOCAL });
  try {
    const lab = await openLab(browser, server);
    await sleep(3000);
    const atStart = scripts(side, lab.meter.requests);
    table.add(side.name, 'start-gzip', sizeOf(side, atStart));
    const own = lab.meter.requests.filter(({ url }) => side.isOwn(url));
    table.add(side.name, 'start-requests', own.length);
    table.add(side.name, 'idle-none', await minute(side, lab));
    await side.openPanel(lab.page);
    await side.newButton(lab.page).click();
    await lab.page.locator(side.runningCards).first().waitFor();
    await side.plotsListed(lab.page);
    const before = lab.meter.requests.length;
    // What follows a start is no idling.
    await until(() => lab.meter.requests.length > before, 5);
    await sleep(5000);
    table.add(side.name, 'idle-one', await minute(side, lab));
    if (side.name === 'ours') {
      await openUsage(side, lab, table);
    }
    await lab.close();
  } finally {
    await server.stop();
  }
}

/** One run a side, both at once: counts do not depend on the machine's load. */
export async function weight() {
  const table = rows();
  const browser = await launch();
  try {
    await Promise.all(SIDES.map(side => measure(side, browser, table)));
  } finally {
    await browser.close();
  }
  return table.rows();
}
