import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { at, cache, root } from './paths.mjs';

/** Every file below the given files and folders (relative to the project), sorted, generated litter left out. */
export function filesBelow(inputs, skip = () => false) {
  const found = [];
  const visit = relative => {
    if (skip(relative) || path.basename(relative) === '__pycache__') {
      return;
    }
    const stat = fs.statSync(at(relative), { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      fs.readdirSync(at(relative)).forEach(name =>
        visit(path.join(relative, name))
      );
    } else if (stat) {
      found.push(relative);
    }
  };
  inputs.forEach(visit);
  return found.sort();
}

/** One hash over the names and contents of files, and over any words that matter besides. */
export function fingerprint(inputs, { skip, words = [] } = {}) {
  const hash = createHash('sha256').update(JSON.stringify(words));
  for (const file of filesBelow(inputs, skip)) {
    hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * Do work only when its inputs changed since it last succeeded, or what it made is gone.
 *
 * Answers `up to date` when nothing was done, else what `work` answers.
 */
export async function stamped(name, print, exists, work) {
  const file = path.join(cache, 'stamps', name);
  const last = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (last === print && exists()) {
    return 'up to date';
  }
  fs.rmSync(file, { force: true });
  const outcome = await work();
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, print);
  return outcome;
}
