/** The charts of the tab Usage in a page of their own: first paint, refresh, panning. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { at } from '../../tools/lib/paths.mjs';
import { launch } from '../lib/browser.mjs';
import { median, quantile, Rows } from '../lib/stats.mjs';

const MANY = { panels: 30, series: 5, points: 1000, refreshes: 10 };
const LONG = { series: 10, points: 100_000, frames: 60 };
const MS = 1000;

function rows() {
  const many = '30 panels of 5 series with 1,000 points';
  return new Rows()
    .define('paint', {
      what: `${many}: first paint after the data`,
      unit: 's',
      budget: 0.5,
      note: 'in a page that has nothing but the charts; from React’s first call until the second frame after it.'
    })
    .define('refresh', {
      what: `${many}: script of a refresh`,
      unit: 's',
      budget: 0.05,
      note: 'the median of ten refreshes with other numbers: names, units and colours, React and uPlot.'
    })
    .define('pan', {
      what: '10 series of 100,000 points, panned: script of a frame, p95',
      unit: 's',
      budget: 0.016,
      note: 'half of the series is in view; 60 steps.'
    });
}

/** The page's script, with what it needs of the project and of React. */
async function bundle(folder) {
  await esbuild.build({
    entryPoints: [at('bench', 'front', 'charts.jsx')],
    outfile: path.join(folder, 'charts.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.css': 'empty', '.svg': 'text' },
    logLevel: 'error'
  });
  fs.writeFileSync(
    path.join(folder, 'index.html'),
    '<!doctype html><meta charset="utf-8"><body></body><script src="charts.js"></script>'
  );
}

async function measure(browser, url, table) {
  const page = await browser.newPage({
    viewport: { width: 1600, height: 1000 }
  });
  try {
    await page.goto(url);
    const found = await page.evaluate(
      options => window.benchCharts.many(options),
      MANY
    );
    if (found.canvases !== MANY.panels) {
      throw new Error(`${found.canvases} canvases instead of ${MANY.panels}`);
    }
    table.add('ours', 'paint', found.paint / MS);
    table.add('ours', 'refresh', median(found.refresh) / MS);
    const frames = await page.evaluate(
      options => window.benchCharts.pan(options),
      LONG
    );
    table.add('ours', 'pan', quantile(frames, 0.95) / MS);
  } finally {
    await page.close();
  }
}

export async function charts(runs) {
  const table = rows();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pb-charts-'));
  const { browser, close } = await launch();
  try {
    await bundle(folder);
    for (let run = 0; run < runs; run++) {
      await measure(browser, `file://${folder}/index.html`, table);
    }
  } finally {
    await close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return table.rows();
}
