import { explain } from './failure.mjs';

/** `1.2 s`, `3 min 04 s`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }
  const rest = String(Math.floor(seconds % 60)).padStart(2, '0');
  return `${Math.floor(seconds / 60)} min ${rest} s`;
}

/** Print the one line of a step: name, outcome, time. */
export function line(name, outcome, started) {
  const time = duration(Date.now() - started).padStart(12);
  console.log(`${name.padEnd(34)} ${outcome.padEnd(28)}${time}`);
}

/**
 * Run one step and print its line.
 *
 * `body` may return a short outcome; `ok` is printed without one. An error is printed with its remedy and thrown on.
 */
export async function step(name, body) {
  const started = Date.now();
  try {
    const outcome = await body();
    line(name, typeof outcome === 'string' ? outcome : 'ok', started);
    return outcome;
  } catch (error) {
    line(name, 'FAILED', started);
    throw error;
  }
}

/** Like {@link step}, for steps of which all run: an error is explained and answered as `false`. */
export async function attempt(name, body) {
  try {
    await step(name, body);
    return true;
  } catch (error) {
    explain(error);
    return false;
  }
}
