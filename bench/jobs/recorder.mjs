/** What the record of usage costs: processor time of the server with and without it. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpu, settled, until } from '../lib/proc.mjs';
import { Server } from '../lib/server.mjs';
import { ours } from '../lib/sides.mjs';
import { Rows } from '../lib/stats.mjs';

const WATCH_SECONDS = 60;

/** Seconds between two samples: here, so that there is something to measure, and as installed. */
const INTERVAL = 1;
const USUAL = 15;

const PERCENT = 100;

function rows() {
  return new Rows()
    .define('share', {
      what: 'Share of a core that the recorder uses, a kernel running',
      unit: '%',
      budget: 0.1,
      note: `processor time of a server that samples each ${INTERVAL} s, less that of one that does not, over ${WATCH_SECONDS} s each, divided by ${USUAL / INTERVAL}: as installed it samples each ${USUAL} s. What is written is part of it.`
    })
    .define('sample', {
      what: '– of a sample',
      unit: 's CPU'
    });
}

/** Where the record of a server lies. */
export function recordOf(server) {
  return path.join(
    server.home,
    'data',
    'jupyterlab_pangeo',
    'usage',
    'usage.sqlite'
  );
}

/** Processor seconds of a server in a minute, with a kernel that does nothing. */
async function minute(interval) {
  const server = await Server.start(ours, {
    config: { PangeoApp: { usage_interval: interval } }
  });
  try {
    await server.json('POST', 'api/sessions', {
      path: 'bench.ipynb',
      name: 'bench',
      type: 'notebook',
      kernel: { name: 'python3' }
    });
    if (interval && !(await until(() => fs.existsSync(recordOf(server)), 30))) {
      throw new Error('nothing is recorded');
    }
    await settled(() => [server.pid], 20);
    const before = cpu([server.pid]);
    await sleep(WATCH_SECONDS * 1000);
    return cpu([server.pid]) - before;
  } finally {
    await server.stop();
  }
}

export async function recorder(runs) {
  const table = rows();
  for (let run = 0; run < runs; run++) {
    const seconds = ((await minute(INTERVAL)) - (await minute(0))) * INTERVAL;
    const sample = seconds / WATCH_SECONDS;
    table.add('ours', 'share', (PERCENT * sample) / USUAL);
    table.add('ours', 'sample', sample);
  }
  return table.rows();
}
