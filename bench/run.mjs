/**
 * `npm run bench [-- job …] [-- --runs N]`: measure the product beside dask-labextension and write bench/RESULTS.md.
 *
 * Without a job all are run. What a single job measures replaces its part of the last results.
 */
import os from 'node:os';
import { main } from '../tools/lib/failure.mjs';
import { JOBS } from './jobs/index.mjs';
import { prepare } from './lib/prepare.mjs';
import { keep, write } from './lib/report.mjs';
import { stopAll } from './lib/server.mjs';

function options(given) {
  const at = given.indexOf('--runs');
  const runs = at < 0 ? undefined : Number(given[at + 1]);
  const names = given.filter(
    (_, place) => at < 0 || (place !== at && place !== at + 1)
  );
  const unknown = names.filter(name => !(name in JOBS));
  if (unknown.length || (at >= 0 && !(runs > 0))) {
    throw new Error(
      `usage: npm run bench -- [--runs N] [${Object.keys(JOBS).join(' | ')}] …`
    );
  }
  return { runs, names: names.length ? names : Object.keys(JOBS) };
}

function load() {
  return os.loadavg()[0];
}

async function perform(name, runs) {
  console.log(`${name} (load ${load().toFixed(1)})`);
  const began = { at: new Date().toISOString(), load: load() };
  try {
    const rows = await JOBS[name].work(runs ?? JOBS[name].runs);
    keep(name, { began, loadAtEnd: load(), rows });
    return true;
  } catch (error) {
    console.error(`${name} failed: ${error.stack}`);
    keep(name, { began, loadAtEnd: load(), failure: error.message, rows: [] });
    return false;
  } finally {
    await stopAll();
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => void stopAll().then(() => process.exit(1)));
}

await main(async () => {
  const { runs, names } = options(process.argv.slice(2));
  await prepare();
  const failed = [];
  for (const name of names) {
    if (!(await perform(name, runs))) {
      failed.push(name);
    }
    write();
  }
  if (failed.length) {
    throw new Error(`not measured: ${failed.join(', ')}`);
  }
});
