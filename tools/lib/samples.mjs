import fs from 'node:fs';
import { at, python } from './paths.mjs';
import { run } from './run.mjs';
import { fingerprint, stamped } from './stamp.mjs';
import { lockFile, environmentVersion } from './python.mjs';

/** The folders of generated data, each beside the catalog that points at it. */
export function samples() {
  return fs
    .readdirSync(at('examples'))
    .map(name => at('examples', name, 'data'))
    .filter(folder => fs.existsSync(folder));
}

/** Generate the data of the sample catalogs when the generator or what it writes with changed. */
export function makeSamples() {
  const lock = lockFile(environmentVersion()).slice(at().length + 1);
  return stamped(
    'samples',
    fingerprint(['examples/generate.py', lock]),
    () => samples().length > 0,
    async () => {
      await run(python, [at('examples', 'generate.py')], { log: 'samples' });
      return 'generated';
    }
  );
}
