/** Helper processes of a job; none outlives the run. */
import { spawn } from 'node:child_process';

const running = new Set();

/** Start a helper; its output is a pipe, its errors are shown. */
export function assist(command, args) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** End every helper that a job left. */
export function endHelpers() {
  running.forEach(child => child.kill('SIGKILL'));
}
