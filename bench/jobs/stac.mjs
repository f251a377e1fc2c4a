/** A large collection of STAC items: CPU and memory of opening it, against bare JSON and pystac. */
import { execFileSync } from 'node:child_process';
import { at, python } from '../../tools/lib/paths.mjs';
import { Rows } from '../lib/stats.mjs';

const ITEMS = 100_000;

function rows() {
  const what = '100k STAC items, open and list';
  return new Rows()
    .define('stac-cpu', {
      what: `${what}: CPU, against bare JSON`,
      unit: 's CPU',
      note: 'the anchor of this row is json.loads with the names taken out; ours reads, parses, indexes and answers the first page.'
    })
    .define('stac-pystac', {
      what: `${what}: CPU, against pystac`,
      unit: 's CPU'
    })
    .define('stac-memory', {
      what: `${what}: memory, against pystac`,
      unit: 'MB'
    });
}

export async function stac(runs) {
  const table = rows();
  for (let run = 0; run < runs; run++) {
    // Each call is itself the median of several interleaved processes.
    const printed = execFileSync(
      python,
      [at('bench', 'stac_open.py'), String(ITEMS)],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }
    );
    const { anchor, ours, pystac } = JSON.parse(printed);
    table.add('anchor', 'stac-cpu', anchor.cpu);
    table.add('ours', 'stac-cpu', ours.cpu);
    table.add('anchor', 'stac-pystac', pystac.cpu);
    table.add('ours', 'stac-pystac', ours.cpu);
    table.add('anchor', 'stac-memory', pystac.memory / 1e6);
    table.add('ours', 'stac-memory', ours.memory / 1e6);
  }
  const found = table.rows();
  const row = found.find(({ id }) => id === 'stac-cpu');
  row.judged = row.ours.map((value, run) => value / row.anchor[run]);
  row.budget = 2;
  row.budgetWords = 'ratio 2';
  return found;
}
