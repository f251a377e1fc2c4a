// Load code for the requests on stdin (a JSON list), as a JSON list of {text, packages} or {error}; `offers` beside each.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(
  new URL('../../src/catalog/code/index.ts', import.meta.url)
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
const { loadCode, styleOffers } = await import(
  `data:text/javascript;base64,${code}`
);

const answers = JSON.parse(readFileSync(0, 'utf8')).map(request => {
  const offers = styleOffers(request);
  try {
    return { offers, ...loadCode(request) };
  } catch (error) {
    return { offers, error: error.message };
  }
});
process.stdout.write(JSON.stringify(answers));
