/** `npm run fix`: format everything and mend what the linters can mend. */
import { main } from './lib/failure.mjs';
import { run } from './lib/run.mjs';
import { attempt } from './lib/step.mjs';

const fixers = [
  ['ruff check', 'ruff', ['check', '--fix', '--quiet', '.']],
  ['ruff format', 'ruff', ['format', '--quiet', '.']],
  ['eslint', 'eslint', ['--fix', '.']],
  [
    'stylelint',
    'stylelint',
    ['--fix', '--allow-empty-input', 'style/**/*.css']
  ],
  ['prettier', 'prettier', ['--write', '--log-level', 'warn', '.']]
];

await main(async () => {
  let failed = 0;
  for (const [name, command, args] of fixers) {
    const done = await attempt(name, async () => {
      await run(command, args, {
        log: `fix-${name}`.replace(' ', '-'),
        remedy: 'what is left needs a person'
      });
    });
    failed += done ? 0 : 1;
  }
  return failed ? 1 : 0;
});
