/**
 * Write the exact versions of tools/requirements.in: `node tools/lock.mjs [python]`.
 *
 * They are resolved in a fresh environment of that Python (default: the one `npm start` uses). NumPy, xarray and
 * others no longer support 3.10, so that version has a lock of its own; newer ones share one.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { main } from './lib/failure.mjs';
import { at } from './lib/paths.mjs';
import { findPython, lockFile } from './lib/python.mjs';
import { run } from './lib/run.mjs';
import { step } from './lib/step.mjs';

await main(async () => {
  const python = findPython(process.argv[2]);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pangeo-lock-'));
  const pip = path.join(folder, 'bin', 'pip');
  try {
    await step(`Resolve for Python ${python.version}`, async () => {
      await run(python.command, ['-m', 'venv', folder], { log: 'lock-venv' });
      await run(
        pip,
        ['install', '--quiet', '-r', at('tools', 'requirements.in')],
        { log: 'lock-install' }
      );
      const { output } = await run(
        pip,
        ['freeze', '--exclude', 'pip', '--exclude', 'setuptools'],
        {
          log: 'lock-freeze'
        }
      );
      const target = lockFile(python.version);
      fs.writeFileSync(
        target,
        `# Written by tools/lock.mjs from requirements.in.\n${output}`
      );
      return path.basename(target);
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
