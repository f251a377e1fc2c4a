/**
 * Write exact versions: `node tools/lock.mjs [name] [python]`.
 *
 * With a name those of `tests/environments/<name>.in`, else those of tools/requirements.in. They are resolved in a
 * fresh environment of that Python (default: the one `npm start` uses). NumPy, xarray and others no longer support
 * 3.10, so that version has locks of its own; newer ones share one.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { main } from './lib/failure.mjs';
import { at } from './lib/paths.mjs';
import { findPython, lockFile } from './lib/python.mjs';
import { run } from './lib/run.mjs';
import { step } from './lib/step.mjs';

/** The stem of what is resolved: one of the test environments, else the project's own. */
function stemOf(word) {
  const stem = at('tests', 'environments', word ?? '');
  return fs.existsSync(`${stem}.in`) ? stem : undefined;
}

await main(async () => {
  const words = process.argv.slice(2);
  const named = stemOf(words[0]);
  const stem = named ?? at('tools', 'requirements');
  const python = findPython(words[named ? 1 : 0]);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pangeo-lock-'));
  const pip = path.join(folder, 'bin', 'pip');
  try {
    await step(`Resolve for Python ${python.version}`, async () => {
      await run(python.command, ['-m', 'venv', folder], { log: 'lock-venv' });
      await run(pip, ['install', '--quiet', '-r', `${stem}.in`], {
        log: 'lock-install'
      });
      const { output } = await run(
        pip,
        ['freeze', '--all', '--exclude', 'pip', '--exclude', 'setuptools'],
        {
          log: 'lock-freeze'
        }
      );
      const target = lockFile(python.version, stem);
      fs.writeFileSync(
        target,
        `# Written by tools/lock.mjs from ${path.basename(stem)}.in.\n${output}`
      );
      return path.basename(target);
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
