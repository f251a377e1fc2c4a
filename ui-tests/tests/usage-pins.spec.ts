/** Dashboards with a card in Lab's launcher. */
import * as path from 'path';
import { expect, reload, setTheme, test, violations } from '../fixtures';
import { execute } from '../notebooks';

const PICTURES = path.resolve(__dirname, '..', 'screenshots');

test('a pinned dashboard has a card in the launcher, after a reload too, until it is taken away', async ({
  page,
  consoleErrors
}) => {
  const launcher = page.locator('.jp-Launcher');
  const card = launcher.getByRole('button', { name: 'Machines in the room' });
  await expect(launcher).toBeVisible();
  await expect(card).toHaveCount(0);
  const dashboard = {
    ...{ title: 'Machines in the room', schemaVersion: 39, panels: [] },
    time: { from: 'now-2m', to: 'now' }
  };
  const file = 'machines-in-the-room.json';
  await page.contents.uploadContent(JSON.stringify(dashboard), 'text', file);

  await execute(page, 'pangeo:open-usage', { dashboard: `file:${file}` });
  const tab = page.locator('#jp-pangeo-usage');
  const pin = tab.getByRole('button', { name: 'Pin to the launcher' });
  await expect(pin).toHaveAttribute('aria-pressed', 'false');
  await pin.click();
  await expect(pin).toHaveAttribute('aria-pressed', 'true');
  await page.screenshot({ path: path.join(PICTURES, 'usage-pin.png') });
  expect(await violations(page, tab)).toEqual([]);

  await page.getByRole('tab', { name: 'Launcher' }).click();
  await expect(card).toBeVisible();
  await page.getByRole('tab', { name: 'Usage' }).getByTitle('Close').click();
  await reload(page);
  // Lab itself opens one only where no tab came back.
  await execute(page, 'launcher:create');
  await expect(card).toBeVisible();
  for (const theme of ['Light', 'Dark'] as const) {
    await setTheme(page, `JupyterLab ${theme}`);
    const name = `usage-launcher-${theme.toLowerCase()}.png`;
    await page.screenshot({ path: path.join(PICTURES, name) });
  }
  await card.click();
  const chosen = tab.getByRole('combobox', { name: 'Dashboard' });
  await expect(chosen.locator('option:checked')).toHaveText(
    'Machines in the room'
  );
  await pin.click();
  await expect(pin).toHaveAttribute('aria-pressed', 'false');
  await execute(page, 'launcher:create');
  await expect(launcher.last()).toBeVisible();
  await expect(card).toHaveCount(0);
  await page.contents.deleteFile(file);
  expect(consoleErrors.ours).toEqual([]);
});
