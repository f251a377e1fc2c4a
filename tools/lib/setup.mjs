import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { Failure } from './failure.mjs';
import { at, labextension, python, venv, venvBin } from './paths.mjs';
import { environmentVersion, findPython, lockFile } from './python.mjs';
import { run } from './run.mjs';
import { fingerprint, stamped } from './stamp.mjs';
import { step } from './step.mjs';

const pip = ['-m', 'pip', '--disable-pip-version-check', '--quiet'];
const network =
  'check the network (pip reads PIP_INDEX_URL, HTTPS_PROXY), then run the command again: it goes on where it stopped';

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(
      `Node ${process.versions.node} is too old`,
      'install Node 20.19 or newer (https://nodejs.org, or `conda install nodejs`)'
    );
  }
  return process.versions.node;
}

/** The Python of `.venv` where that works, else one to make it with. */
function checkPython() {
  const version = environmentVersion();
  return version
    ? { version, command: python }
    : findPython(process.env.PYTHON || undefined);
}

async function makeEnvironment(found) {
  if (environmentVersion()) {
    return 'up to date';
  }
  fs.rmSync(venv, { recursive: true, force: true });
  await run(found.command, ['-m', 'venv', venv], {
    log: 'venv',
    remedy:
      'install the venv module (Debian and Ubuntu: `sudo apt-get install python3-venv`)'
  });
  return `.venv, Python ${found.version}`;
}

function hasPython() {
  return fs.existsSync(path.join(venvBin, 'jupyter-lab'));
}

function hasNode() {
  return fs.existsSync(at('node_modules', '.yarn-state.yml'));
}

/** Whether the packages of both languages are there, whatever became of the build. */
export function isInstalled() {
  return hasPython() && hasNode();
}

function installPython(version) {
  const lock = lockFile(version);
  return stamped(
    'python',
    fingerprint([path.relative(at(), lock)], { words: [version] }),
    hasPython,
    async () => {
      await run(python, [...pip, 'install', '-r', lock], {
        log: 'pip',
        remedy: network
      });
      return 'installed';
    }
  );
}

function installNode() {
  return stamped(
    'node',
    fingerprint(['package.json', 'yarn.lock', '.yarnrc.yml'], {
      words: [process.versions.node]
    }),
    hasNode,
    async () => {
      await run('jlpm', ['install', '--immutable'], {
        log: 'jlpm',
        remedy: `${network}; if package.json changed, run \`.venv/bin/jlpm install\` and commit yarn.lock`
      });
      return 'installed';
    }
  );
}

function linkedFolder() {
  return path.join(
    venv,
    'share',
    'jupyter',
    'labextensions',
    'jupyterlab-pangeo'
  );
}

function isLinked() {
  const link = linkedFolder();
  return fs.existsSync(link) && fs.realpathSync(link) === labextension;
}

/** Install the project itself, editable, so that both of its halves are the ones of this folder. */
function link(version) {
  return stamped(
    'link',
    fingerprint(
      ['pyproject.toml', 'package.json', 'install.json', 'jupyter-config'],
      { words: [version] }
    ),
    isLinked,
    async () => {
      await run(
        python,
        [...pip, 'install', '--no-deps', '--no-build-isolation', '-e', '.'],
        { log: 'pip-editable', env: { SKIP_JUPYTER_BUILDER: '1' } }
      );
      // pip copies the built extension; a link makes the next build visible.
      fs.rmSync(linkedFolder(), { recursive: true, force: true });
      await run('jupyter-builder', ['develop', '--overwrite', '.'], {
        log: 'develop'
      });
      return 'linked';
    }
  );
}

/** Bring `.venv`, `node_modules` and the built extension up to date; each step costs nothing when it is. */
export async function setUp({ production = false } = {}) {
  const found = checkPython();
  await step('Python and Node', () => `${found.version}, ${checkNode()}`);
  await step('Python environment', () => makeEnvironment(found));
  await step('Python packages', () => installPython(found.version));
  await step('Node packages', installNode);
  await step('Front end', () => build({ production }));
  await step('Extension in the environment', () => link(found.version));
}

/** Build the environments of the tests' own servers and libraries; one that cannot be built fails its tests, not all. */
export async function setUpEnvironments() {
  await step('Test environments', async () => {
    const { code, output } = await run(
      python,
      [at('tests', 'environments.py')],
      { log: 'environments', check: false }
    );
    if (code !== 0) {
      throw new Failure('a test environment cannot be made', network, output);
    }
  });
}
