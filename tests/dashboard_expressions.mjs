/** Prints the expressions of one of the dashboards that come with the suite, by the titles of its panels. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(
  new URL('../src/usage/dashboards/index.ts', import.meta.url)
);
const { outputFiles } = await build({
  entryPoints: [entry],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'neutral',
  target: 'node20'
});
const code = Buffer.from(outputFiles[0].text).toString('base64');
const { builtIn } = await import(`data:text/javascript;base64,${code}`);

const found = builtIn({ __: text => text }).find(
  ({ id }) => id === process.argv[2]
);
// Those that are not shown at first are loaded.
const dashboard = await found.json();
const panels = dashboard.panels.map(({ title, targets }) => [
  title,
  targets.map(({ expr }) => expr)
]);
process.stdout.write(JSON.stringify(panels));
