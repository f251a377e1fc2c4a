/** A Python program of the tests that serves catalogs or data: it prints its address and ends with its input. */
import { spawn } from 'child_process';
import * as path from 'path';
import { createInterface } from 'readline';

const ROOT = path.resolve(__dirname, '..');

/**
 * Serve while something is done.
 *
 * @param program - path below the repository.
 * @param use - gets the address that the program printed.
 */
export async function whileServing(
  program: string,
  use: (url: string) => Promise<void>
): Promise<void> {
  const python = path.join(ROOT, '.venv', 'bin', 'python');
  const server = spawn(python, [path.join(ROOT, program)], {
    stdio: ['pipe', 'pipe', 'ignore']
  });
  const ended = new Promise(resolve => server.once('exit', resolve));
  try {
    const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
    const first: IteratorResult<string, undefined> = await lines.next();
    if (first.done) {
      throw new Error(`${program} ended without an address`);
    }
    await use(first.value);
  } finally {
    server.stdin.end();
    await ended;
  }
}
