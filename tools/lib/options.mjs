import { Failure } from './failure.mjs';

export const parts = ['check', 'jest', 'python', 'ui', 'wheel'];

const usage =
  'npm test -- [--unit | --check | --only check|jest|python|ui|wheel]… [--no-system]';

/** Which parts of the tests to run, from the command line. */
export function parse(given) {
  const options = { only: [], unit: false, declined: false };
  const rest = [...given];
  while (rest.length > 0) {
    take(rest, options);
  }
  if (options.only.length === 0) {
    options.only = parts;
  }
  return options;
}

function take(rest, options) {
  const argument = rest.shift();
  switch (argument) {
    case '--unit':
      options.unit = true;
      options.only.push('jest', 'python');
      return;
    case '--check':
      options.unit = true;
      options.only.push('check', 'jest', 'python');
      return;
    case '--no-system':
      options.declined = true;
      return;
    case '--only': {
      const names = (rest.shift() ?? '').split(',');
      const unknown = names.filter(name => !parts.includes(name));
      if (unknown.length > 0) {
        throw new Failure(`there is no part ${unknown.join(', ')}`, usage);
      }
      options.only.push(...names);
      return;
    }
    default:
      throw new Failure(`there is no option ${argument}`, usage);
  }
}
