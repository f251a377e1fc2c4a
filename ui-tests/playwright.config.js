/**
 * The UI stories, against a real server with a token and its XSRF check, in Debian's Chromium.
 *
 * `LAB_PROFILE` says where Lab lives: `plain` (default), `base-url` (below /user/ann/), `front-proxy` (behind another
 * front end). Tests tagged `@story` run in all three, the others in `plain` only.
 */
const { execFileSync } = require('child_process');
const { randomBytes } = require('crypto');
const path = require('path');
const base = require('@jupyterlab/galata/lib/playwright-config');

const root = path.resolve(__dirname, '..');
const prefixes = {
  plain: '',
  'base-url': '/user/ann',
  'front-proxy': '/hub-front/x'
};
const profile = process.env.LAB_PROFILE || 'plain';
if (!(profile in prefixes)) {
  throw new Error(`LAB_PROFILE is one of ${Object.keys(prefixes).join(', ')}`);
}

function freePort() {
  const listen =
    "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })";
  return execFileSync(process.execPath, ['-e', listen], {
    encoding: 'utf8'
  }).trim();
}

// Playwright reads this file in every worker: what is chosen by chance is chosen once and handed on.
process.env.LAB_TEST_PORT ||= freePort();
process.env.LAB_TEST_TOKEN ||= randomBytes(16).toString('hex');
process.env.LAB_TEST_STATE ||= path.join(
  root,
  '.cache',
  'ui',
  `state-${profile}.json`
);
const baseURL = `http://127.0.0.1:${process.env.LAB_TEST_PORT}${prefixes[profile]}`;
process.env.TARGET_URL = baseURL;

module.exports = {
  ...base,
  testDir: path.join(__dirname, 'tests'),
  outputDir: path.join(root, 'test-results', profile),
  globalSetup: path.join(__dirname, 'login.js'),
  grep: profile === 'plain' ? undefined : /@story/,
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000, toHaveScreenshot: { maxDiffPixelRatio: 0.01 } },
  reporter: [
    ['list'],
    [
      'json',
      {
        outputFile:
          process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ||
          path.join(root, '.cache', 'reports', `playwright-${profile}.json`)
      }
    ]
  ],
  use: {
    ...base.use,
    baseURL,
    storageState: process.env.LAB_TEST_STATE,
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1600, height: 1000 },
    // Recording a video needs a program that only Playwright's own download brings.
    video: 'off',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        // Playwright cannot always look into frames that have a process of their own.
        '--disable-features=IsolateSandboxedIframes',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  webServer: {
    command: `"${path.join(root, '.venv', 'bin', 'python')}" "${path.join(__dirname, 'server.py')}"`,
    url: `${baseURL}/api`,
    timeout: 180_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: process.env.LAB_TEST_VERBOSE ? 'pipe' : 'ignore',
    stderr: process.env.LAB_TEST_VERBOSE ? 'pipe' : 'ignore',
    env: {
      ...process.env,
      LAB_PROFILE: profile,
      LAB_TEST_PREFIX: `${prefixes[profile]}/`
    }
  }
};
