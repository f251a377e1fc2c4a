/** Scrolling through a folder of 100,000 entries in the panel Catalog: the longest frame, and how many nodes there are. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, openLab } from '../lib/browser.mjs';
import { settled, until } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import { ours } from '../lib/sides.mjs';
import { quantile, Rows } from '../lib/stats.mjs';
import { writeCatalog } from './catalogFile.mjs';

const ENTRIES = 100_000;
/** Turns of the wheel, and pixels of each; pages of the folder are fetched on the way. */
const TURNS = 200;
const PIXELS = 2000;
const ROWS = '.jp-CatalogTree [role=treeitem]';

function rows() {
  const what = 'Scrolling through 100k entries';
  return new Rows()
    .define('scroll-task', {
      what: `${what}: the longest task of the page`,
      unit: 's',
      budget: 0.05,
      note: 'tasks longer than 50 ms, as the browser reports them, while the wheel turns 200 times; 0 where there was none.'
    })
    .define('scroll-frame', {
      what: `${what}: time between two frames, p99`,
      unit: 's'
    })
    .define('scroll-reached', {
      what: `${what}: rows that went by`,
      unit: '',
      note: 'at the end those in view are loaded.'
    })
    .define('scroll-nodes', {
      what: `${what}: most rows in the document`,
      unit: '',
      budget: 200,
      budgetWords: 'bounded (taken as 200)'
    });
}

/** Note tasks, frames and rows from now on. Runs in the page. */
function observe(selector) {
  const seen = (window.benchScroll = { task: 0, frames: [], rows: 0 });
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) {
      seen.task = Math.max(seen.task, duration);
    }
  }).observe({ entryTypes: ['longtask'] });
  let last = performance.now();
  const frame = now => {
    seen.frames.push(now - last);
    last = now;
    seen.rows = Math.max(seen.rows, document.querySelectorAll(selector).length);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Place in the folder of the last row in the document. Runs in the page. */
function lastRow(selector) {
  const places = [...document.querySelectorAll(selector)].map(row =>
    Number(row.getAttribute('aria-posinset'))
  );
  return Math.max(0, ...places);
}

/** Throws where nothing was seen, or the wheel turned at an end: then the numbers would be those of an idle page. */
function check({ frames, rows: most }, reached) {
  // A row is lower than that.
  const least = (TURNS * PIXELS) / 40;
  if (!frames.length || !most || reached < least || reached === ENTRIES) {
    throw new Error(
      `nothing to measure: ${frames.length} frames, ${most} rows, the last one ${reached}`
    );
  }
}

async function measure(file, table) {
  const server = await Server.start(ours);
  const browser = await launch();
  try {
    const { id } = await server.json('POST', 'pangeo/catalogs', {
      location: file,
      title: 'Large'
    });
    await until(async () => {
      const found = await server.json('GET', `pangeo/catalogs/${id}`);
      return found.state === 'ready';
    }, 120);
    await settled(() => server.pids(), 10);
    const { page, close } = await openLab(browser, server);
    await page
      .getByRole('complementary')
      .getByRole('tab', { name: 'Catalog', exact: true })
      .click();
    const tree = page.getByRole('tree', { name: 'Catalogs' });
    await tree.getByRole('treeitem', { name: 'Large' }).click();
    await page.keyboard.press('ArrowRight');
    await tree.getByRole('treeitem', { name: /\bentry_7\b/ }).waitFor();
    // Not the tree itself: its middle would be brought into view first.
    await page.locator('.jp-CatalogTree').hover();
    await settled(() => server.pids(), 5);
    await page.evaluate(observe, ROWS);
    for (let turn = 0; turn < TURNS; turn++) {
      await page.mouse.wheel(0, PIXELS);
      await sleep(16);
    }
    await sleep(500);
    await page.waitForFunction(
      selector => !document.querySelector(`${selector}[aria-busy=true]`),
      ROWS
    );
    const reached = await page.evaluate(lastRow, ROWS);
    const seen = await page.evaluate(() => window.benchScroll);
    check(seen, reached);
    table.add('ours', 'scroll-task', seen.task / 1000);
    table.add('ours', 'scroll-frame', quantile(seen.frames, 0.99) / 1000);
    table.add('ours', 'scroll-nodes', seen.rows);
    table.add('ours', 'scroll-reached', reached);
    await close();
  } finally {
    await browser.close();
    await server.stop();
  }
}

export async function scroll(runs) {
  const table = rows();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pb-scroll-'));
  try {
    const file = path.join(folder, 'large.yaml');
    writeCatalog(file, ENTRIES);
    for (let run = 0; run < runs; run++) {
      await measure(file, table);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return table.rows();
}
