/** A collection of the size of the public CMIP6 one: CPU of reading its table, and of a click on a facet. */
import { execFileSync } from 'node:child_process';
import { at, python } from '../../tools/lib/paths.mjs';
import { Rows } from '../lib/stats.mjs';

const ROWS = 520_000;

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
    });
}

export async function collection(runs) {
  const table = rows();
  for (let run = 0; run < runs; run++) {
    const printed = execFileSync(
      python,
      [at('bench', 'esm_open.py'), String(ROWS)],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }
    );
    const found = JSON.parse(printed);
    table.add('ours', 'collection-cpu', found.cpu);
    table.add('ours', 'collection-click', found.click);
    table.add('ours', 'collection-memory', found.memory / 1e6);
  }
  return table.rows();
}
