/** A large intake catalog: CPU and memory of opening it, and what its user waits for over HTTP. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, python } from '../../tools/lib/paths.mjs';
import { settled } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import { ours } from '../lib/sides.mjs';
import { quantile, Rows } from '../lib/stats.mjs';
import { writeCatalog } from './catalogFile.mjs';

const SIZES = [10_000, 100_000];
const INTAKE_SIZE = SIZES[0];
const WORDS = [
  'ocean',
  'entry_77',
  'model t5',
  'synthetic',
  'data set number 12',
  'nowhere',
  't9',
  '77'
];

function named(size) {
  return `${size / 1000}k entries`;
}

function rows() {
  const table = new Rows();
  for (const size of SIZES) {
    const what = named(size);
    table
      .define(`${size}-cpu`, {
        what: `${what}, open and list: CPU, against a bare CSafeLoader (collector off)`,
        unit: 's CPU',
        note: 'the anchor of this row is the bare CSafeLoader; ours is the catalog worker’s work: read, parse, index, first page.'
      })
      .define(`${size}-bare-memory`, {
        what: `${what}, open and list: memory, against a bare CSafeLoader`,
        unit: 'MB'
      });
  }
  const small = named(INTAKE_SIZE);
  table
    .define(`${INTAKE_SIZE}-intake-cpu`, {
      what: `${small}, open and list: CPU, against intake 2.0.9`,
      unit: 's CPU'
    })
    .define(`${INTAKE_SIZE}-memory`, {
      what: `${small}, open and list: memory, against intake 2.0.9`,
      unit: 'MB',
      note: 'intake is not measured at 100k entries: it takes minutes.'
    });
  const size = named(SIZES[1]);
  return table
    .define('warm', {
      what: `${size}, warm open over HTTP: server’s first answer → catalog ready`,
      unit: 's',
      budget: 0.1
    })
    .define('page', {
      what: `${size}, first page over HTTP`,
      unit: 's',
      budget: 0.1
    })
    .define('search', {
      what: `${size}, search over HTTP, p95`,
      unit: 's',
      budget: 0.05
    });
}

function json(script, argument) {
  const printed = execFileSync(python, [script, argument], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore']
  });
  return JSON.parse(printed);
}

/** What catalog_open.py and, for the smaller size, intake_open.py print. */
function open(size, file, table) {
  const add = (side, id, value) => table.add(side, `${size}-${id}`, value);
  const found = json(at('bench', 'catalog_open.py'), String(size));
  const { anchor: bare, ours: own } = found;
  add('anchor', 'cpu', bare.cpu);
  add('ours', 'cpu', own.cpu);
  add('anchor', 'bare-memory', bare.memory / 1e6);
  add('ours', 'bare-memory', own.memory / 1e6);
  if (size !== INTAKE_SIZE) {
    return;
  }
  const intake = json(at('bench', 'python', 'intake_open.py'), file);
  add('anchor', 'intake-cpu', intake.cpu);
  add('ours', 'intake-cpu', own.cpu);
  add('anchor', 'memory', intake.memory / 1e6);
  add('ours', 'memory', own.memory / 1e6);
}

async function ready(server, id) {
  for (;;) {
    const answer = await server.ask(`pangeo/catalogs/${id}`);
    const found = await answer.json();
    // A server that has just begun may not have read its list yet.
    if (answer.status === 404) {
      await sleep(5);
      continue;
    }
    if (!answer.ok || found.state === 'failed') {
      throw new Error(JSON.stringify(found.problems));
    }
    if (found.state === 'ready') {
      return found;
    }
    await sleep(5);
  }
}

async function timed(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function http(file, runs, table) {
  const first = await Server.start(ours);
  const { id } = await first.json('POST', 'pangeo/catalogs', {
    location: file
  });
  const found = await ready(first, id);
  if (found.entryCount !== SIZES[1]) {
    throw new Error(`${found.entryCount} entries were read`);
  }
  // Jupyter alone is killed: its folders stay for the next one.
  await settled(() => first.pids(), 10);
  await first.kill();
  let server;
  for (let run = 0; run < runs; run++) {
    server = await Server.start(ours, { home: first.home });
    table.add('ours', 'warm', await timed(() => ready(server, id)));
    const page = () =>
      server.json('GET', `pangeo/catalogs/${id}/entries?limit=200`);
    table.add('ours', 'page', await timed(page));
    const times = [];
    for (let round = 0; round < 5; round++) {
      for (const word of WORDS) {
        const where = `pangeo/search?q=${encodeURIComponent(word)}&limit=50`;
        times.push(await timed(() => server.json('GET', where)));
      }
    }
    table.add('ours', 'search', quantile(times, 0.95));
    await (run === runs - 1 ? server.stop() : server.kill());
  }
}

/** Budgets that are ratios: no more CPU than the bare loader, a quarter of intake's memory. */
function judge(found) {
  for (const row of found) {
    const share = /\d-cpu$/.test(row.id)
      ? 1
      : /\d-memory$/.test(row.id)
        ? 0.25
        : 0;
    if (share) {
      row.judged = row.ours.map((value, run) => value / row.anchor[run]);
      row.budget = share;
      row.budgetWords = share === 1 ? 'ratio 1' : 'ratio 0.25';
    }
  }
  return found;
}

export async function catalog(runs) {
  const table = rows();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pb-catalogs-'));
  try {
    for (const size of SIZES) {
      const file = path.join(folder, `${size}.yaml`);
      writeCatalog(file, size);
      // Each call is itself the median of several interleaved processes.
      for (let run = 0; run < Math.min(runs, size > 20_000 ? 1 : 3); run++) {
        open(size, file, table);
      }
    }
    await http(path.join(folder, `${SIZES[1]}.yaml`), runs, table);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return judge(table.rows());
}
