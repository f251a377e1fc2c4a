import fs from 'node:fs';
import { at, python } from './paths.mjs';
import { run } from './run.mjs';
import { fingerprint, stamped } from './stamp.mjs';
import { lockFile, environmentVersion } from './python.mjs';

const done = at('examples', 'data', '.complete');

/** Generate the data of the sample catalogs when the generator or what it writes with changed. */
export function makeSamples() {
  const lock = lockFile(environmentVersion()).slice(at().length + 1);
  return stamped(
    'samples',
    fingerprint(['examples/generate.py', lock]),
    () => fs.existsSync(done),
    async () => {
      await run(python, [at('examples', 'generate.py')], { log: 'samples' });
      fs.writeFileSync(done, '');
      return 'generated';
    }
  );
}
