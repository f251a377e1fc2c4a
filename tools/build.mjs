/** `npm run build`: compile and bundle the front end; `--production` without source maps, as a release carries it. */
import { build } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { step } from './lib/step.mjs';

await main(async () => {
  const production = process.argv.includes('--production');
  await step('Front end', () => build({ production }));
});
