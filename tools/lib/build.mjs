import fs from 'node:fs';
import path from 'node:path';
import { at, labextension } from './paths.mjs';
import { run } from './run.mjs';
import { fingerprint, stamped } from './stamp.mjs';

const inputs = [
  'src',
  'style',
  'schema',
  'tsconfig.json',
  'package.json',
  'yarn.lock'
];

/** Specs and fakes are in no build. */
function isTestOnly(file) {
  return /(^|\/)(__tests__|testing)(\/|$)|\.spec\.tsx?$/.test(file);
}

/** Remove what a build made. */
export function clean() {
  fs.rmSync(at('lib'), { recursive: true, force: true });
  fs.rmSync(labextension, { recursive: true, force: true });
}

async function compile(production) {
  // A production bundle starts from nothing, so that no source map of an earlier build stays in it.
  if (production) {
    clean();
  }
  await run('tsc', production ? [] : ['--sourceMap'], {
    log: 'tsc',
    remedy: 'mend the types above'
  });
  const mode = production ? [] : ['--development', 'True'];
  await run('jupyter-builder', ['build', ...mode, '.'], { log: 'bundle' });
  return production ? 'built for production' : 'built';
}

/** Compile `src` and bundle the extension when anything it is made of changed. */
export function build({ production = false } = {}) {
  return stamped(
    'build',
    fingerprint(inputs, {
      skip: isTestOnly,
      words: [production ? 'production' : 'development']
    }),
    () =>
      fs.existsSync(path.join(labextension, 'package.json')) &&
      fs.existsSync(at('lib', 'index.js')),
    () => compile(production)
  );
}
