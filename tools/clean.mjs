/** `npm run clean:all`: remove what was built and remembered; `.venv` and `node_modules` stay. */
import fs from 'node:fs';
import { clean } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { cache } from './lib/paths.mjs';
import { samples } from './lib/samples.mjs';
import { step } from './lib/step.mjs';

await main(() =>
  step('Clean', () => {
    clean();
    fs.rmSync(cache, { recursive: true, force: true });
    samples().forEach(folder => fs.rmSync(folder, { recursive: true }));
  }).then(() => 0)
);
