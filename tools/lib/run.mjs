import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { at, cache, root, venv, venvBin } from './paths.mjs';

/** The environment of every child: the project's own Python and Node programs come first. */
export function environment(extra = {}) {
  const env = { ...process.env, ...extra };
  env.PATH = [venvBin, at('node_modules', '.bin'), process.env.PATH].join(
    path.delimiter
  );
  env.VIRTUAL_ENV = venv;
  delete env.PYTHONHOME;
  return env;
}

function tail(text, lines = 60) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Run a program to its end, its output going to `.cache/logs/<log>.log`.
 *
 * `live` shows the output as well while it comes. Answers `{ code, output }`; a code other than 0 throws a Failure
 * with the end of the output unless `check` is false.
 */
export async function run(command, args, options = {}) {
  const { log, remedy, live = false, check = true, cwd = root, env } = options;
  const name = log ?? path.basename(command);
  const { code, output } = await collect(command, args, {
    cwd,
    env: environment(env),
    live
  });
  fs.mkdirSync(path.join(cache, 'logs'), { recursive: true });
  fs.writeFileSync(path.join(cache, 'logs', `${name}.log`), output);
  if (check && code !== 0) {
    throw new Failure(
      `\`${path.basename(command)} ${args.join(' ')}\` ended with ${code}`,
      remedy ?? `the whole output is in .cache/logs/${name}.log`,
      live ? '' : tail(output)
    );
  }
  return { code, output };
}

function collect(command, args, { cwd, env, live }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe']
    });
    // Whoever ends us ends what we started.
    const stop = () => {
      child.on('close', () => process.exit(143));
      child.kill('SIGTERM');
    };
    process.once('SIGTERM', stop);
    child.on('close', () => process.off('SIGTERM', stop));
    const chunks = [];
    const take = stream => chunk => {
      chunks.push(chunk);
      if (live) {
        stream.write(chunk);
      }
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.on('error', error =>
      reject(new Failure(`${command} cannot be started: ${error.message}`))
    );
    child.on('close', (code, signal) =>
      resolve({
        code: code ?? signal,
        output: Buffer.concat(chunks).toString('utf8')
      })
    );
  });
}

/** The standard output of a short program, or undefined where it is absent or fails. */
export function ask(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8', cwd: root });
  return result.status === 0 ? result.stdout.trim() : undefined;
}
