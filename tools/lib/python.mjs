import fs from 'node:fs';
import { Failure } from './failure.mjs';
import { at, python as venvPython } from './paths.mjs';
import { ask } from './run.mjs';

const probe = [
  '-c',
  'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])'
];
const remedy =
  'install Python 3.10 or newer with its venv module (Debian and Ubuntu: `sudo apt-get install python3 python3-venv`; macOS: `brew install python`), or name one: `PYTHON=/path/to/python3 npm start`';

function supported(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 3 && minor >= 10;
}

/**
 * A Python that can make the environment: the one named, else `$PYTHON`, else `python3`, else the newest usable one
 * on the path.
 */
export function findPython(named = process.env.PYTHON) {
  const candidates = named
    ? [named]
    : ['', '.14', '.13', '.12', '.11', '.10'].map(minor => `python3${minor}`);
  for (const command of candidates) {
    const version = ask(command, probe);
    if (version && supported(version)) {
      return { command, version };
    }
  }
  throw new Failure(
    `no Python 3.10 or newer with the venv module (tried ${candidates.join(', ')})`,
    remedy
  );
}

/** The version of the project's own environment, or undefined where it is absent or broken. */
export function environmentVersion() {
  return fs.existsSync(venvPython) ? ask(venvPython, probe) : undefined;
}

/** The lock for a version of Python such as `3.12`, of the project or of what else lies at a stem. */
export function lockFile(version, stem = at('tools', 'requirements')) {
  return version === '3.10' ? `${stem}-3.10.lock` : `${stem}.lock`;
}
