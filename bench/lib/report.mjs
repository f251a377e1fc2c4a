/** Keeps what was measured in bench/out and writes bench/RESULTS.md of it. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { at } from '../../tools/lib/paths.mjs';
import { JOBS } from '../jobs/index.mjs';
import { anchor, ours } from './sides.mjs';
import { median } from './stats.mjs';

const store = at('bench', 'out', 'results.json');

const UNMEASURED = [
  ['native charts (first, next, six)', 'they are not built yet'],
  ['each attached cluster, memory', 'attaching is not built yet'],
  ["a notebook's own cluster listed", 'discovery is not built yet']
];

function read() {
  return fs.existsSync(store) ? JSON.parse(fs.readFileSync(store, 'utf8')) : {};
}

export function keep(name, result) {
  const all = read();
  all[name] = result;
  fs.mkdirSync(at('bench', 'out'), { recursive: true });
  fs.writeFileSync(store, JSON.stringify(all, null, 1));
}

function number(value) {
  if (value === 0 || Number.isInteger(value)) {
    return String(value);
  }
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

function cell(row, side) {
  if (row[`${side}Words`]) {
    return row[`${side}Words`];
  }
  return row[side] ? `${number(median(row[side]))} ${row.unit}`.trim() : '–';
}

function ratio({ anchor: theirs, ours: own }) {
  if (!theirs || !own || median(theirs) === 0) {
    return '–';
  }
  return number(median(own) / median(theirs));
}

function bound(row) {
  return row.budget === undefined
    ? '–'
    : (row.budgetWords ?? `${row.budget} ${row.unit}`.trim());
}

function met(row) {
  if (row.budget === undefined) {
    return '–';
  }
  const judged = row.judged ?? row.ours;
  if (!judged) {
    return 'not measured';
  }
  return median(judged) <= row.budget ? 'yes' : '**not met**';
}

function count(row) {
  const sizes = [row.anchor, row.ours].map(values => values?.length ?? 0);
  return sizes[0] === sizes[1] || !sizes[0] ? sizes[1] : sizes.join(' / ');
}

function line(row) {
  const cells = [
    row.what,
    cell(row, 'anchor'),
    cell(row, 'ours'),
    ratio(row),
    bound(row),
    met(row),
    count(row)
  ];
  return `| ${cells.join(' | ')} |`;
}

function section(name, result) {
  const { began, loadAtEnd, rows, failure } = result;
  const when = `${began.at.slice(0, 16).replace('T', ' ')} UTC, load average ${number(began.load)} at the beginning, ${number(loadAtEnd)} at the end.`;
  const notes = rows.filter(row => row.note).map(row => `- ${row.what}: ${row.note}`);
  return [
    `## ${JOBS[name].title} (\`npm run bench -- ${name}\`)`,
    '',
    when,
    '',
    ...(failure
      ? [`Not measured: the job failed (${failure.split('\n')[0]}).`, '']
      : []),
    ...(rows.length
      ? [
          '| row | anchor | ours | ratio | budget | met | n |',
          '| --- | --- | --- | --- | --- | --- | --- |',
          ...rows.map(line),
          ''
        ]
      : []),
    ...(notes.length ? [...notes, ''] : [])
  ];
}

function versions(python) {
  const names = ['jupyterlab', 'jupyter_server', 'distributed', 'bokeh'];
  const code = `import sys, importlib.metadata as m; print("Python", sys.version.split()[0] + ", " + ", ".join(n + " " + m.version(n) for n in ${JSON.stringify(names)}))`;
  return execFileSync(python, ['-c', code], { encoding: 'utf8' }).trim();
}

function machine() {
  const browser = execFileSync(process.env.CHROMIUM || '/usr/bin/chromium', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
  );
  const gibibytes = Math.round(os.totalmem() / 1024 ** 3);
  return [
    `Machine: ${os.cpus().length} cores, ${gibibytes} GiB of memory, ${os.type()} ${os.release()}, Node ${process.versions.node}, ${/[\w ]+ [\d.]+/.exec(browser)[0].trim()}.`,
    `Ours: ${versions(ours.python)}. Anchor: dask-labextension 7.0.0; ${versions(anchor.python)}.`
  ];
}

/** Write the table of everything that was measured so far, and what was not. */
export function write() {
  const all = read();
  const missing = Object.keys(JOBS).filter(name => !(name in all));
  const text = [
    '# Results of the benchmarks',
    '',
    'Written by `npm run bench`; what each row means is in `docs/developers/benchmarks.md`. Values are medians; both sides were measured alternately in one run on the same machine.',
    '*ratio* is ours by the anchor’s; a budget is met when the median of ours is within it. CPU rows do not depend on what else the machine does; wall times do: read them with the load average.',
    '',
    ...machine(),
    '',
    ...Object.keys(JOBS)
      .filter(name => name in all)
      .flatMap(name => section(name, all[name])),
    '## Not measured',
    '',
    ...missing.map(name => `- ${JOBS[name].title}: the job was not run`),
    ...UNMEASURED.map(([what, why]) => `- ${what}: ${why}`),
    ''
  ];
  fs.writeFileSync(at('bench', 'RESULTS.md'), text.join('\n'));
}
