import { spawn } from 'node:child_process';
import { at, root } from './paths.mjs';
import { environment } from './run.mjs';
import { line } from './step.mjs';

/** Options of ours, each left out where the person gives it. */
const defaults = {
  '--ServerApp.root_dir': [at('examples')],
  '--PangeoApp.sample_catalogs': [
    at('examples', 'catalog.yaml'),
    at('examples', 'imagery', 'stac', 'catalog.json')
  ]
};

const aliases = {
  '--notebook-dir': '--ServerApp.root_dir',
  '--preferred-dir': '--ServerApp.preferred_dir'
};

/** The command line of `jupyter lab`: ours first, then what the person gave. */
export function labArguments(given, isRoot = process.getuid?.() === 0) {
  const names = given
    .map(argument => argument.split('=')[0])
    .map(name => aliases[name] ?? name);
  const ours = Object.entries(defaults)
    .filter(([name]) => !names.includes(name))
    .flatMap(([name, values]) => values.map(value => `${name}=${value}`));
  if (isRoot && !names.includes('--allow-root')) {
    ours.push('--allow-root');
  }
  return ['lab', ...ours, ...given];
}

/**
 * Run JupyterLab until it ends; answers its exit code.
 *
 * Jupyter handles Ctrl-C itself (it reaches the whole process group), other signals are passed on.
 */
export function runLab(given) {
  const started = Date.now();
  const child = spawn('jupyter', labArguments(given), {
    cwd: root,
    env: environment(),
    stdio: ['inherit', 'inherit', 'pipe']
  });
  let ready = false;
  child.stderr.on('data', chunk => {
    process.stderr.write(chunk);
    if (!ready && chunk.includes('is running at')) {
      ready = true;
      line('JupyterLab', 'ready', started);
    }
  });
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ? 1 : code));
  });
}
