/** What the benchmarks need before they run: the anchor's environment and a production bundle of their own. */
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../../tools/lib/paths.mjs';
import { findPython } from '../../tools/lib/python.mjs';
import { run } from '../../tools/lib/run.mjs';
import { anchor } from './sides.mjs';

const environment = at('bench', '.venv-anchor');
const source = at('bench', 'out', 'front');

/** The bundle that is measured; what `npm run build` makes is left alone. */
export const bundle = at('bench', 'out', 'labextensions', 'jupyterlab-pangeo');

export const anchorExtension = path.join(
  environment,
  'share',
  'jupyter',
  'labextensions',
  anchor.labextension
);

async function makeAnchor() {
  if (fs.existsSync(anchorExtension)) {
    return;
  }
  console.log('the environment of the anchor is made in bench/.venv-anchor');
  await run(findPython().command, ['-m', 'venv', environment], {
    log: 'bench-venv'
  });
  await run(
    anchor.python,
    ['-m', 'pip', 'install', '-r', at('bench', 'requirements-anchor.txt')],
    { log: 'bench-pip' }
  );
}

async function buildFront() {
  fs.rmSync(source, { recursive: true, force: true });
  fs.rmSync(bundle, { recursive: true, force: true });
  fs.mkdirSync(source, { recursive: true });
  const manifest = JSON.parse(fs.readFileSync(at('package.json'), 'utf8'));
  manifest.jupyterlab.outputDir = path.relative(source, bundle);
  fs.writeFileSync(
    path.join(source, 'package.json'),
    JSON.stringify(manifest, null, 2)
  );
  for (const name of ['style', 'schema', 'install.json', 'tsconfig.json']) {
    fs.cpSync(at(name), path.join(source, name), { recursive: true });
  }
  fs.symlinkSync(at('node_modules'), path.join(source, 'node_modules'));
  const lib = path.join(source, 'lib');
  const state = path.join(lib, 'tsconfig.tsbuildinfo');
  await run('tsc', ['--outDir', lib, '--tsBuildInfoFile', state], {
    log: 'bench-tsc'
  });
  await run('jupyter-builder', ['build', source], { log: 'bench-bundle' });
}

/** Make what is missing; the bundle is always made anew. */
export async function prepare() {
  await makeAnchor();
  await buildFront();
}
