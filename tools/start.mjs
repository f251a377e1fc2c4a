/**
 * `npm start`: set everything up, build, and open JupyterLab with the sample catalogs.
 *
 * Everything after `--` goes to `jupyter lab`: `npm start -- --no-browser --port=9999`.
 */
import { main } from './lib/failure.mjs';
import { runLab } from './lib/lab.mjs';
import { makeSamples } from './lib/samples.mjs';
import { setUp } from './lib/setup.mjs';
import { step } from './lib/step.mjs';

await main(async () => {
  await setUp();
  await step('Sample data', makeSamples);
  return runLab(process.argv.slice(2));
});
