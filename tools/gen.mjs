/**
 * `npm run gen`: everything that is written once and generated from there.
 *
 *   routes and wire types (Python) → src/api/endpoints.gen.ts, src/api/schema.gen.ts
 *   schema/<feature>.json          → src/<feature>/settings.gen.ts
 *
 * With `--check` nothing is written: it fails where a committed file differs from what would be.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Failure, main } from './lib/failure.mjs';
import { at, nodeBin, python, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { step } from './lib/step.mjs';

/** Settings types of one feature, as TypeScript. JupyterLab's own keywords of a schema concern no type. */
async function settingsTypes(file, target) {
  const { compile } = await import('json-schema-to-typescript');
  const schema = JSON.parse(fs.readFileSync(file, 'utf8'));
  const kept = Object.entries(schema).filter(
    ([key]) => !key.startsWith('jupyter.lab.')
  );
  const source = await compile(
    { ...Object.fromEntries(kept), title: 'Settings' },
    'Settings',
    {
      additionalProperties: false,
      bannerComment: `// Generated from schema/${path.basename(file)}; change that and run \`npm run gen\`.`,
      format: false
    }
  );
  fs.writeFileSync(target, source);
}

/** Generate everything into a folder; answers the generated files by their place in the project. */
async function generate(folder) {
  const made = new Map();
  await run(python, [at('tools', 'gen.py'), folder], {
    log: 'gen-python',
    env: { PYTHONPATH: root },
    remedy: 'mend jupyterlab_pangeo/routes or schemas, or run `npm start` once'
  });
  const schema = path.join(folder, 'schema.gen.ts');
  await run(
    nodeBin('openapi-typescript'),
    [
      path.join(folder, 'openapi.json'),
      '--output',
      schema,
      '--default-non-nullable=false',
      '--immutable'
    ],
    { log: 'gen-openapi' }
  );
  made.set('src/api/endpoints.gen.ts', path.join(folder, 'endpoints.gen.ts'));
  made.set('src/api/schema.gen.ts', schema);
  for (const name of fs.readdirSync(at('schema')).sort()) {
    const feature = path.basename(name, '.json');
    if (name.endsWith('.json') && fs.existsSync(at('src', feature))) {
      const target = path.join(folder, `${feature}.settings.gen.ts`);
      await settingsTypes(at('schema', name), target);
      made.set(`src/${feature}/settings.gen.ts`, target);
    }
  }
  await format([...made.values()]);
  return made;
}

async function format(files) {
  const prettier = await import('prettier');
  const options = await prettier.resolveConfig(at('package.json'));
  for (const file of files) {
    const source = fs.readFileSync(file, 'utf8');
    const formatted = await prettier.format(source, {
      ...options,
      filepath: file
    });
    fs.writeFileSync(file, formatted);
  }
}

function read(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}

/** How many lines each file holds that the other does not: enough to know where to look. */
function difference(name, committed, generated) {
  const count = (a, b) => {
    const known = new Set(b.split('\n'));
    return a.split('\n').filter(text => !known.has(text)).length;
  };
  return `${name}: ${count(generated, committed)} lines missing, ${count(committed, generated)} lines too many`;
}

/** Generated files of `src` that nothing generates any more. */
function orphans(made) {
  return fs
    .readdirSync(at('src'), { recursive: true })
    .map(name => path.posix.join('src', name.split(path.sep).join('/')))
    .filter(name => name.endsWith('.gen.ts') && !made.has(name));
}

/** Write the generated files, or with `check` only compare; answers a short outcome. */
export async function gen({ check = false } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pangeo-gen-'));
  try {
    const made = await generate(folder);
    const changed = [...made].filter(
      ([name, file]) => read(at(name)) !== read(file)
    );
    if (!check) {
      changed.forEach(([name, file]) => fs.copyFileSync(file, at(name)));
      orphans(made).forEach(name => fs.rmSync(at(name)));
      return `${changed.length} of ${made.size} files changed`;
    }
    const report = [
      ...changed.map(([name, file]) =>
        difference(name, read(at(name)), read(file))
      ),
      ...orphans(made).map(name => `${name}: nothing generates it any more`)
    ];
    if (report.length > 0) {
      throw new Failure(
        'committed generated files differ from their sources',
        'run `npm run gen` and commit what it changed',
        report.join('\n')
      );
    }
    return `${made.size} files`;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    const check = process.argv.includes('--check');
    await step(check ? 'Generated files' : 'Generate', () => gen({ check }));
  });
}
