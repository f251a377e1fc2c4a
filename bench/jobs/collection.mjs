/** A collection of the size of the public CMIP6 one: CPU of reading its table, and of a click on a facet. */
import { execFileSync } from 'node:child_process';
import { at, python } from '../../tools/lib/paths.mjs';
import { Rows } from '../lib/stats.mjs';

const ROWS = 520_000;
// Beyond the public one; without a budget, and measured once.
const MANY = 3_000_000;

function rows() {
  return new Rows()
    .define('collection-cpu', {
      what: 'ESM collection, 520k rows, cold open',
      unit: 's CPU',
      budget: 3,
      note: 'the catalog worker’s work: read the table, code it, write the index.'
    })
    .define('collection-click', {
      what: 'ESM collection, 520k rows, click on a facet, the slowest of five choices',
      unit: 's CPU',
      budget: 0.1
    })
    .define('collection-memory', {
      what: 'ESM collection, 520k rows, most memory of the worker',
      unit: 'MB'
    })
    .define('many-cpu', {
      what: 'ESM collection, 3M rows, cold open',
      unit: 's CPU'
    })
    .define('many-click', {
      what: 'ESM collection, 3M rows, click on a facet, the slowest of five choices',
      unit: 's CPU'
    })
    .define('many-memory', {
      what: 'ESM collection, 3M rows, most memory of the worker',
      unit: 'MB'
    });
}

function measure(count) {
  const printed = execFileSync(
    python,
    [at('bench', 'esm_open.py'), String(count)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }
  );
  return JSON.parse(printed);
}

function add(table, name, found) {
  table.add('ours', `${name}-cpu`, found.cpu);
  table.add('ours', `${name}-click`, found.click);
  table.add('ours', `${name}-memory`, found.memory / 1e6);
}

export async function collection(runs) {
  const table = rows();
  for (let run = 0; run < runs; run++) {
    add(table, 'collection', measure(ROWS));
  }
  add(table, 'many', measure(MANY));
  return table.rows();
}
