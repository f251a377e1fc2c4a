import fs from 'node:fs';
import path from 'node:path';
import { checks } from './checks.mjs';
import {
  counts,
  fromJest,
  fromJunit,
  fromPlaywright,
  sentence,
  sum
} from './counts.mjs';
import { Failure } from './failure.mjs';
import { at, cache, python } from './paths.mjs';
import { run } from './run.mjs';
import { makeSamples } from './samples.mjs';
import { attempt, step } from './step.mjs';
import { aptLine, which } from './system.mjs';

const wheelTest = 'tests/test_wheel.py';

/** Where the UI stories run: on its own, below a base URL, behind another front end. */
export const profiles = ['plain', 'base-url', 'front-proxy'];

function reportFile(name) {
  const file = path.join(cache, 'reports', name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.rmSync(file, { force: true });
  return file;
}

/**
 * Run a test runner, its output shown live, and count from its report.
 *
 * A runner that executed no test, or that ended badly though its report has no failure, is a failure of its own.
 */
async function counted(name, command, args, { report, read, env }) {
  const { code } = await run(command, args, {
    log: name,
    live: true,
    check: false,
    env
  });
  const result = read(report);
  if (result.passed + result.failed === 0 && result.skipped === 0) {
    throw new Failure(`${name} executed no test`, 'see its output above');
  }
  if (code !== 0 && result.failed === 0) {
    throw new Failure(
      `${name} ended with ${code} though no test failed`,
      'see its output above'
    );
  }
  return result;
}

/** Run one runner as a step; whatever goes wrong with it counts as one failure. */
async function runner(name, body) {
  let result = counts(0, 1);
  await attempt(name, async () => {
    result = await body();
    return sentence(result);
  });
  return result;
}

async function check() {
  const results = [];
  for (const one of checks) {
    const passed = await attempt(one.name, one.run);
    results.push(passed ? counts(1) : counts(0, 1));
  }
  return sum(results);
}

function jest() {
  const report = reportFile('jest.json');
  return runner('Jest', () =>
    counted('jest', 'jest', ['--json', `--outputFile=${report}`], {
      report,
      read: fromJest
    })
  );
}

function pytest(name, args) {
  const report = reportFile(`${name}.xml`);
  const all = ['-m', 'pytest', `--junitxml=${report}`, ...args];
  return runner(name, () =>
    counted(name, python, all, { report, read: fromJunit })
  );
}

function story(profile, browser) {
  const report = reportFile(`playwright-${profile}.json`);
  return runner(`UI: ${profile}`, () =>
    counted(
      `playwright-${profile}`,
      'playwright',
      ['test', '--config', at('ui-tests', 'playwright.config.js')],
      {
        report,
        read: fromPlaywright,
        env: {
          CHROMIUM: browser,
          LAB_PROFILE: profile,
          PLAYWRIGHT_JSON_OUTPUT_NAME: report
        }
      }
    )
  );
}

async function ui({ unmet }) {
  const browser = process.env.CHROMIUM || which(['chromium', 'chromium-browser', 'google-chrome']);
  if (!browser) {
    const reason = `UI tests: Chromium is missing (${aptLine(unmet)})`;
    return process.env.CI === 'true'
      ? counts(0, 1, 0, [reason])
      : counts(0, 0, 1, [reason]);
  }
  await step('Sample data', makeSamples);
  const results = [];
  for (const profile of profiles) {
    results.push(await story(profile, browser));
  }
  return sum(results);
}

/** Each part of the tests; it answers its counts. */
export const runners = {
  check,
  jest,
  python: ({ unit }) =>
    pytest(
      'pytest',
      unit
        ? ['-m', 'not integration', `--ignore=${wheelTest}`]
        : [`--ignore=${wheelTest}`]
    ),
  ui,
  wheel: () => pytest('wheel', [wheelTest])
};
