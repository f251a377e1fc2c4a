import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder; everything the tools write lies inside it. */
export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '..',
  '..'
);

export const cache = path.join(root, '.cache');
export const venv = path.join(root, '.venv');
export const venvBin = path.join(venv, 'bin');
export const python = path.join(venvBin, 'python');
export const labextension = path.join(
  root,
  'jupyterlab_pangeo',
  'labextension'
);

/** Absolute path of a file of the project. */
export function at(...parts) {
  return path.join(root, ...parts);
}

/** A program that `jlpm install` put in place. */
export function nodeBin(name) {
  return at('node_modules', '.bin', name);
}
