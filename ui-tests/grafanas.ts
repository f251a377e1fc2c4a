/** A server that knows a Grafana: a stand-in before a real Prometheus; see grafana.py. */
import { spawn } from 'child_process';
import * as path from 'path';
import { createInterface } from 'readline';
import { test as base } from './ownServer';

const ROOT = path.resolve(__dirname, '..');

/** What the stand-in takes for a token of a viewer. */
export const TOKEN = 'canary-2b90e4d7';

/** Tests whose server knows a Grafana. */
export const test = base.extend({
  serverOptions: async ({}, use) => {
    const grafana = spawn(
      path.join(ROOT, '.venv', 'bin', 'python'),
      [path.join(ROOT, 'ui-tests', 'grafana.py'), '10'],
      { stdio: ['pipe', 'pipe', 'inherit'] }
    );
    const ended = new Promise(resolve => grafana.once('exit', resolve));
    try {
      const lines = createInterface(grafana.stdout)[Symbol.asyncIterator]();
      const first = await lines.next();
      const source = {
        name: 'ops',
        title: 'Operators',
        url: String(first.value),
        auth: { kind: 'bearer', token: TOKEN }
      };
      process.env.LAB_TEST_GRAFANA = JSON.stringify([source]);
      await use({});
    } finally {
      delete process.env.LAB_TEST_GRAFANA;
      grafana.stdin.end();
      await ended;
    }
  }
});
