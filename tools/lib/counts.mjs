import fs from 'node:fs';
import { Failure } from './failure.mjs';

/** What a runner did, from its machine-readable report: how many passed, failed, were skipped, and why skipped. */
export function counts(passed = 0, failed = 0, skipped = 0, reasons = []) {
  return { passed, failed, skipped, reasons };
}

/** The sum of several counts. */
export function sum(all) {
  return all.reduce(
    (total, one) =>
      counts(
        total.passed + one.passed,
        total.failed + one.failed,
        total.skipped + one.skipped,
        [...total.reasons, ...one.reasons]
      ),
    counts()
  );
}

/** `12 passed, 0 failed`, and `, 1 skipped` where there is one. */
export function sentence({ passed, failed, skipped }) {
  const rest = skipped > 0 ? `, ${skipped} skipped` : '';
  return `${passed} passed, ${failed} failed${rest}`;
}

function read(file, runner) {
  if (!fs.existsSync(file)) {
    throw new Failure(`${runner} wrote no report`, 'read its output above');
  }
  return fs.readFileSync(file, 'utf8');
}

/** A report of `jest --json`; a file that cannot be run counts as a failure. */
export function fromJest(file) {
  const report = JSON.parse(read(file, 'Jest'));
  return counts(
    report.numPassedTests,
    report.numFailedTests + report.numRuntimeErrorTestSuites,
    report.numPendingTests + report.numTodoTests
  );
}

/** A report of `pytest --junitxml`; errors at set-up or teardown count as failures. */
export function fromJunit(file) {
  const xml = read(file, 'pytest');
  const suites = [...xml.matchAll(/<testsuite\s[^>]*>/g)].map(([tag]) => {
    const number = name =>
      Number(new RegExp(`\\s${name}="(\\d+)"`).exec(tag)?.[1] ?? 0);
    const failed = number('failures') + number('errors');
    const skipped = number('skipped');
    return counts(
      Math.max(0, number('tests') - failed - skipped),
      failed,
      skipped
    );
  });
  const reasons = [...xml.matchAll(/<skipped\s[^>]*message="([^"]*)"/g)];
  return {
    ...sum(suites),
    reasons: [...new Set(reasons.map(match => match[1]))]
  };
}

/** A report of Playwright's JSON reporter; a flaky test is a failed one. */
export function fromPlaywright(file) {
  const report = JSON.parse(read(file, 'Playwright'));
  const { expected, unexpected, flaky, skipped } = report.stats;
  const broken = expected + unexpected > 0 ? 0 : report.errors.length;
  return counts(expected, unexpected + flaky + broken, skipped);
}
