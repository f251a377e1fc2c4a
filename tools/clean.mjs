/** `npm run clean:all`: remove what was built and remembered; `.venv` and `node_modules` stay. */
import fs from 'node:fs';
import { clean } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { at, cache } from './lib/paths.mjs';
import { step } from './lib/step.mjs';

await main(() =>
  step('Clean', () => {
    clean();
    fs.rmSync(cache, { recursive: true, force: true });
    fs.rmSync(at('examples', 'data'), { recursive: true, force: true });
  }).then(() => 0)
);
