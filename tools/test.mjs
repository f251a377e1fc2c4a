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

/** Parts that need the tests' own servers and libraries. */
const served = ['python', 'ui'];

/** System packages matter to tests with servers and browsers only; what cannot be installed is reported there. */
async function systemPackages({ unit, only, declined }) {
  if (unit || !only.some(part => served.includes(part))) {
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

/** A build that fails leaves the other parts something to say. */
async function attempted(body) {
  try {
    await body();
    return counts();
  } catch (error) {
    explain(error);
    return counts(0, 1);
  }
}

/** Makes the environments while parts run that need none; answers what to wait for before each part, and its counts. */
function environments({ unit, only }) {
  const isNeeded = !unit && only.some(part => served.includes(part));
  const made = isNeeded ? attempted(setUpEnvironments) : undefined;
  let isAwaited = false;
  return async part => {
    if (made === undefined || isAwaited || !served.includes(part)) {
      return counts();
    }
    isAwaited = true;
    return made;
  };
}

await main(async () => {
  const options = parse(process.argv.slice(2));
  const results = [await attempted(setUp)];
  if (isInstalled()) {
    const made = environments(options);
    const unmet = await systemPackages(options);
    for (const name of parts.filter(part => options.only.includes(part))) {
      results.push(await made(name));
      results.push(await runPart(name, { ...options, unmet }));
    }
  }
  const total = sum(results);
  total.reasons.forEach(reason => console.log(`skipped: ${reason}`));
  console.log(sentence(total));
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
});
