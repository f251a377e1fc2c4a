/** What /proc says of processes; sizes in bytes, times in seconds. */
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TICKS = 100;

function fields(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function everyone() {
  return fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => ({ pid: Number(name), parent: Number(fields(name)?.[1]) }));
}

/** A process and all its descendants that live. */
export function tree(pid) {
  const all = everyone();
  const found = [pid];
  for (const parent of found) {
    found.push(...all.filter(one => one.parent === parent).map(one => one.pid));
  }
  return found;
}

/** Processes whose environment has this line; finds those that left their parent. */
export function marked(line) {
  return everyone()
    .map(({ pid }) => pid)
    .filter(pid => {
      try {
        return fs
          .readFileSync(`/proc/${pid}/environ`, 'utf8')
          .split('\0')
          .includes(line);
      } catch {
        return false;
      }
    });
}

export function commandLine(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0/g, ' ');
  } catch {
    return '';
  }
}

/** CPU seconds, user and system, that the processes have used, their ended children's included. */
export function cpu(pids) {
  let ticks = 0;
  for (const pid of pids) {
    const values = fields(pid);
    if (values) {
      ticks += values.slice(11, 15).reduce((sum, value) => sum + +value, 0);
    }
  }
  return ticks / TICKS;
}

/** Resident memory of one process. */
export function rss(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) * 1024;
}

/** Memory that only this process holds. */
export function uss(pid) {
  const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+)/gm)].reduce(
    (sum, [, kilobytes]) => sum + Number(kilobytes) * 1024,
    0
  );
}

/** Wait until the processes use less than 6 % of a core for a second (an idle cluster uses up to 4 %). */
export async function settled(pids, limit = 30) {
  for (let second = 0; second < limit; second++) {
    const before = cpu(pids());
    await sleep(1000);
    if (cpu(pids()) - before <= 0.06) {
      return;
    }
  }
}

/** Wait for a condition; false where it did not come true in so many seconds. */
export async function until(condition, seconds, pause = 20) {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const value = await condition();
    if (value) {
      return value;
    }
    await sleep(pause);
  }
  return false;
}
