/** The dashboard Hub on a real JupyterHub that a real Prometheus scrapes; see hub.py. */
import { spawn } from 'child_process';
import * as path from 'path';
import { createInterface } from 'readline';
import { expect, test } from '../fixtures';
import { execute } from '../notebooks';

const ROOT = path.resolve(__dirname, '..', '..');
const PICTURES = path.resolve(__dirname, '..', 'screenshots');

interface IHub {
  /** Of the Prometheus. */
  readonly url: string;
  /** Log somebody in; the status that the hub answers. */
  login(name: string, password: string): Promise<string>;
}

async function whileScraped(use: (hub: IHub) => Promise<void>): Promise<void> {
  const hub = spawn(
    path.join(ROOT, '.venv', 'bin', 'python'),
    [path.join(ROOT, 'ui-tests', 'hub.py')],
    { stdio: ['pipe', 'pipe', 'inherit'] }
  );
  const ended = new Promise(resolve => hub.once('exit', resolve));
  const lines = createInterface(hub.stdout)[Symbol.asyncIterator]();
  const next = async () => {
    const found = await lines.next();
    if (found.done) {
      throw new Error('the hub has ended');
    }
    return found.value;
  };
  try {
    await use({
      url: await next(),
      login: (name, password) => {
        hub.stdin.write(`${name} ${password}\n`);
        return next();
      }
    });
  } finally {
    hub.stdin.end();
    await ended;
  }
}

test('two people who log in to a JupyterHub are two logins, and a wrong password is none', async ({
  page,
  consoleErrors
}) => {
  test.slow();
  await whileScraped(async hub => {
    await execute(page, 'pangeo:open-usage', {
      ...{ dashboard: 'hub', from: 'now-5m', to: 'now', refresh: '' }
    });
    const tab = page.locator('#jp-pangeo-usage');
    await tab.getByRole('button', { name: 'Add a Prometheus…' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill('Hub of a test');
    await form.getByLabel('Address').fill(hub.url);
    await form.getByRole('button', { name: 'Test and add' }).click();
    await expect(form).toHaveCount(0);
    expect(await hub.login('ann', 'wrong')).toBe('403');
    expect(await hub.login('ann', 'right')).toBe('302');
    expect(await hub.login('bob', 'right')).toBe('302');

    const panel = (name: string) =>
      tab.getByRole('region', { name, exact: true });
    const logins = panel('Logins a day');
    await logins.hover();
    await logins.getByRole('button', { name: /^More about/ }).click();
    await page.getByRole('menuitem', { name: 'Show as Table' }).click();
    await expect(async () => {
      await tab.getByRole('button', { name: 'Refresh now' }).click();
      const newest = logins.getByRole('table').locator('tbody tr').first();
      await expect(newest.getByRole('cell')).toHaveText(['2'], {
        timeout: 1000
      });
      await expect(panel('Active in 24 hours')).toContainText('3', {
        timeout: 1000
      });
    }).toPass({ timeout: 60_000 });
    await page.screenshot({ path: path.join(PICTURES, 'usage-hub.png') });

    await tab.getByRole('button', { name: /Hub of a test/ }).click();
    await page.getByRole('menuitem', { name: /^Remove/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Remove' })
      .click();
  });
  expect(consoleErrors.ours).toEqual([]);
});
