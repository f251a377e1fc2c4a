/**
 * `npm test`: set up what the tests need, run them all, and end with one line of sums.
 *
 *   --unit               Jest and the Python tests that start no server, cluster or browser
 *   --check              what to run before a push: the checks, then the unit tests
 *   --only <part>        check, jest, python, ui, wheel; may be given more than once
 *   --no-system          install no system package, even as root
 */
import { counts, sentence, sum } from './lib/counts.mjs';
import { explain, main } from './lib/failure.mjs';
import { parse, parts } from './lib/options.mjs';
import { runners } from './lib/runners.mjs';
import { isInstalled, setUp, setUpEnvironments } from './lib/setup.mjs';
import { provide } from './lib/system.mjs';

/** System packages matter to the UI tests only; what cannot be installed is reported there. */
async function systemPackages({ only, declined }) {
  if (!only.includes('ui')) {
    return [];
  }
  try {
    return await provide({ declined });
  } catch (error) {
    explain(error);
    return provide({ declined: true });
  }
}

async function runPart(name, options) {
  try {
    return await runners[name](options);
  } catch (error) {
    explain(error);
    return counts(0, 1);
  }
}

/** A build that fails leaves the other parts something to say; without packages there is nothing to run. */
async function prepare({ unit, only }) {
  try {
    await setUp();
    if (!unit && only.some(part => ['python', 'ui'].includes(part))) {
      await setUpEnvironments();
    }
    return counts();
  } catch (error) {
    explain(error);
    return counts(0, 1);
  }
}

await main(async () => {
  const options = parse(process.argv.slice(2));
  const results = [await prepare(options)];
  if (isInstalled()) {
    const unmet = await systemPackages(options);
    for (const name of parts.filter(part => options.only.includes(part))) {
      results.push(await runPart(name, { ...options, unmet }));
    }
  }
  const total = sum(results);
  total.reasons.forEach(reason => console.log(`skipped: ${reason}`));
  console.log(sentence(total));
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
});
