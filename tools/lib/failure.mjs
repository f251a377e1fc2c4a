/** Something a person can mend: the reason, and what to do about it. */
export class Failure extends Error {
  constructor(reason, remedy, output = '') {
    super(reason);
    this.name = 'Failure';
    this.remedy = remedy;
    this.output = output;
  }
}

/** Print an error the way every command of the project does. */
export function explain(error) {
  if (error instanceof Failure) {
    if (error.output) {
      console.error(indent(error.output));
    }
    console.error(`  why:    ${error.message}`);
    if (error.remedy) {
      console.error(`  remedy: ${error.remedy}`);
    }
    return;
  }
  console.error(indent(error.stack ?? String(error)));
}

function indent(text) {
  return text
    .trimEnd()
    .split('\n')
    .map(line => `    ${line}`)
    .join('\n');
}

/** Run a command's main function; an error ends the process with 1 and an explanation. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    explain(error);
    process.exitCode = 1;
  }
}
