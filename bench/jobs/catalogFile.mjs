/** Writes the synthetic catalog that every catalog row reads. */
import { execFileSync } from 'node:child_process';
import { at, python } from '../../tools/lib/paths.mjs';

const CODE =
  'import sys; from pathlib import Path; import catalog_open; catalog_open.write(Path(sys.argv[1]), int(sys.argv[2]))';

export function writeCatalog(file, entries) {
  execFileSync(python, ['-c', CODE, file, String(entries)], {
    cwd: at('bench')
  });
}
