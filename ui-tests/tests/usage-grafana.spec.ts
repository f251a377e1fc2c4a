/** Dashboards of a Grafana in the tab Usage: a stand-in for Grafana before a real Prometheus; see grafana.py. */
import { readFile } from 'fs/promises';
import * as path from 'path';
import { expect, violations } from '../fixtures';
import { test, TOKEN } from '../grafanas';
import { execute } from '../notebooks';

const PICTURES = path.resolve(__dirname, '..', 'screenshots');

test('a dashboard of a Grafana is found by its title, drawn, and there again after a reload', async ({
  page,
  consoleErrors
}) => {
  const bodies: Promise<string>[] = [];
  page.on('response', response => {
    if (response.url().includes('/pangeo/usage/')) {
      bodies.push(response.text().catch(() => ''));
    }
  });
  await execute(page, 'pangeo:open-usage', {});
  const tab = page.locator('#jp-pangeo-usage');
  const dashboards = tab.getByRole('combobox', { name: 'Dashboard' });
  await dashboards.selectOption({ label: 'Dashboards of Operators…' });
  const finder = page.getByRole('dialog');
  await expect(finder.getByRole('option')).toHaveCount(2);
  await page.screenshot({ path: path.join(PICTURES, 'usage-finder.png') });
  expect(await violations(page, finder)).toEqual([]);
  await finder.getByRole('combobox').fill('mach');
  await expect(finder.getByRole('option')).toHaveText([/Machines.*Operations/]);
  await page.keyboard.press('Enter');
  await expect(finder).toHaveCount(0);

  const panel = (name: string) =>
    tab.getByRole('region', { name, exact: true });
  const expectDrawn = async () => {
    await expect(panel('Load of node').getByRole('figure')).toBeVisible();
    await expect(panel('Targets')).toContainText('2');
    await expect(panel('Shares')).toContainText('piechart');
    await expect(panel('State').getByRole('columnheader')).toHaveText([
      '__name__',
      'instance',
      'job',
      'Up'
    ]);
    await panel('Requests').scrollIntoViewIfNeeded();
    await expect(panel('Requests').locator('canvas')).toBeVisible();
    await expect(panel('Notes').locator('strong')).toHaveText('node');
    await panel('Renamed').scrollIntoViewIfNeeded();
    await expect(panel('Renamed')).toContainText('has no metric node_cpu');
    await expect(
      tab.getByRole('button', { name: 'Open in Grafana' })
    ).toBeVisible();
  };
  await expectDrawn();
  await expect(
    tab.getByRole('button', { name: /Last 2 minutes/ })
  ).toBeVisible();
  await page.screenshot({ path: path.join(PICTURES, 'usage-grafana.png') });
  expect(await violations(page, tab)).toEqual([]);

  await panel('Load of node').hover();
  await panel('Load of node')
    .getByRole('button', { name: /^More about/ })
    .click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save as PNG' }).click();
  const picture = await saved;
  expect(picture.suggestedFilename()).toBe('Load-of-node.png');
  await picture.saveAs(path.join(PICTURES, 'usage-panel.png'));
  const content = await readFile(path.join(PICTURES, 'usage-panel.png'));
  expect(content.subarray(1, 4).toString()).toBe('PNG');
  // Width and height, and more than a plain colour.
  const plot = await panel('Load of node').locator('canvas').boundingBox();
  expect(content.readUInt32BE(16)).toBe(Math.round((plot?.width ?? 0) + 24));
  expect(content.readUInt32BE(20)).toBeGreaterThan(plot?.height ?? 0);
  expect(content.length).toBeGreaterThan(3000);

  await page.reload();
  await expectDrawn();
  expect((await Promise.all(bodies)).join()).not.toContain(TOKEN);
  expect(consoleErrors.ours).toEqual([]);
});
