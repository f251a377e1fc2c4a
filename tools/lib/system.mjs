import fs from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';

/** Programs of the system that some tests need, with the Debian packages that bring them. */
const needs = [
  {
    name: 'Chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium', 'fonts-dejavu-core']
  },
  ...['prometheus', 'prometheus-node-exporter', 'victoria-metrics'].map(
    name => ({ name, programs: [name], packages: [name] })
  )
];

/** Absolute path of the first of some programs that is on the path. */
export function which(programs) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return programs
    .flatMap(name => folders.map(folder => path.join(folder, name)))
    .find(file => fs.existsSync(file));
}

function missing() {
  return needs.filter(need => !which(need.programs));
}

/** What a person would type to get the packages of some needs. */
export function aptLine(wanted) {
  const packages = wanted.flatMap(need => need.packages).join(' ');
  return `sudo apt-get install --no-install-recommends ${packages}`;
}

async function install(wanted) {
  const packages = wanted.flatMap(need => need.packages);
  console.log(
    `Installing system packages (decline with --no-system): ${packages.join(' ')}`
  );
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { log: 'apt-update', env });
  await run(
    'apt-get',
    ['install', '--yes', '--no-install-recommends', ...packages],
    { log: 'apt-install', env }
  );
}

/**
 * Install what is missing, if this is root on a system with apt and nobody declined.
 *
 * Answers the needs that stay unmet.
 */
export async function provide({ declined }) {
  const wanted = missing();
  const isRoot = process.getuid?.() === 0;
  if (wanted.length > 0 && isRoot && !declined && which(['apt-get'])) {
    await install(wanted);
  }
  return missing();
}
