import { gen } from '../gen.mjs';
import { nodeBin } from './paths.mjs';
import { run } from './run.mjs';

const fix =
  '`npm run fix` mends what can be mended by itself; the rest by hand';
const types = 'mend the types above';

/** A check that is one program. */
function program(name, command, args, remedy = fix) {
  return {
    name,
    run: () => run(command, args, { log: slug(name), remedy }).then(() => 'ok')
  };
}

function slug(name) {
  return name.toLowerCase().replace(/[^a-z]+/g, '-');
}

function tsc(project) {
  return [nodeBin('tsc'), ['--noEmit', '--project', project]];
}

/** What keeps the house rules: format, lint, types, generated files, layers. */
export const checks = [
  program('Format: prettier', 'prettier', ['--check', '--log-level', 'warn', '.']),
  program('Format: ruff', 'ruff', ['format', '--check', '--quiet', '.']),
  program('Lint: eslint', 'eslint', ['--max-warnings', '0', '.']),
  program('Lint: stylelint', 'stylelint', [
    '--max-warnings',
    '0',
    '--allow-empty-input',
    'style/**/*.css'
  ]),
  program('Lint: ruff', 'ruff', ['check', '--quiet', '.']),
  program('Types: front end', ...tsc('tsconfig.json'), types),
  program('Types: specs', ...tsc('tsconfig.test.json'), types),
  program('Types: UI tests', ...tsc('ui-tests/tsconfig.json'), types),
  program('Types: mypy', 'mypy', [], types),
  program(
    'Layers: import-linter',
    'lint-imports',
    ['--cache-dir', '.cache/import-linter'],
    'an import goes against the arrow of design and CONTRIBUTING: move the code'
  ),
  { name: 'Generated files', run: () => gen({ check: true }) }
];
