/** Dashboards in files of Lab's file browser: opened, followed as they are edited and renamed, restored. */
import * as path from 'path';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';
import {
  expect,
  layoutSaved,
  reload,
  setTheme,
  test,
  violations
} from '../fixtures';

const PICTURES = path.resolve(__dirname, '..', 'screenshots');

/** The text of a dashboard with one figure. */
function textOf(title: string, panel: string): string {
  const target = {
    ...{ refId: 'A', metric: 'machine_memory' },
    datasource: { type: 'pangeo-record', uid: 'recorder' }
  };
  const panels = [
    {
      ...{ id: 1, type: 'stat', title: panel, targets: [target] },
      gridPos: { x: 0, y: 0, w: 12, h: 6 },
      fieldConfig: { defaults: { unit: 'bytes' }, overrides: [] }
    }
  ];
  const dashboard = { title, schemaVersion: 39, refresh: '', panels };
  return JSON.stringify({ ...dashboard, time: { from: 'now-2m', to: 'now' } });
}

/** The tab of a file, by the name that its tab has. */
function documentOf(page: IJupyterLabPageFixture, name: string): Locator {
  return page.getByRole('tabpanel', { name, exact: true });
}

test('a file that says so by its name opens as a dashboard, follows what is saved, its name and a reload', async ({
  page,
  tmpPath,
  consoleErrors
}) => {
  const file = `${tmpPath}/machines.dashboard.json`;
  await page.contents.uploadContent(textOf('Machines', 'Memory'), 'text', file);
  await page.filebrowser.open(file);
  const tab = documentOf(page, 'machines.dashboard.json');
  const panel = (name: string) =>
    tab.getByRole('region', { name, exact: true });
  await expect(panel('Memory')).toContainText(/[MG]iB/);
  await expect(tab.getByRole('button', { name: /Last 2 minutes/ })).toHaveCount(
    1
  );
  for (const theme of ['Light', 'Dark'] as const) {
    await setTheme(page, `JupyterLab ${theme}`);
    for (const [width, height] of [
      [1600, 1000],
      [1100, 700]
    ]) {
      await page.setViewportSize({ width, height });
      const name = `usage-document-${theme.toLowerCase()}-${width}.png`;
      await page.screenshot({ path: path.join(PICTURES, name) });
    }
    expect(await violations(page, tab)).toEqual([]);
  }

  await tab.getByRole('button', { name: 'Open as Text' }).click();
  const editor = page.locator('.jp-FileEditor .cm-content');
  await editor.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(textOf('Machines', 'Memory of all'));
  await page.keyboard.press('Control+S');
  await expect(panel('Memory of all')).toContainText(/[MG]iB/);
  await expect(panel('Memory')).toHaveCount(0);

  const renamed = `${tmpPath}/hosts.dashboard.json`;
  const saved = layoutSaved(page, renamed);
  await page.contents.renameFile(file, renamed);
  const same = documentOf(page, 'hosts.dashboard.json');
  await expect(
    same.getByRole('region', { name: 'Memory of all', exact: true })
  ).toContainText(/[MG]iB/);
  await saved;
  await reload(page);
  await expect(
    same.getByRole('region', { name: 'Memory of all', exact: true })
  ).toContainText(/[MG]iB/);
  expect(consoleErrors.ours).toEqual([]);
});

test('any JSON file can be opened as a dashboard; one that is none says so and opens as text', async ({
  page,
  tmpPath
}) => {
  const file = `${tmpPath}/package.json`;
  await page.contents.uploadContent('{"name": "no dashboard"}', 'text', file);
  await page.filebrowser.open(file, 'Dashboard');
  const tab = documentOf(page, 'package.json');
  await expect(tab.getByText('has no list of panels')).toBeVisible();
  await page.screenshot({
    path: path.join(PICTURES, 'usage-document-none.png')
  });
  expect(await violations(page, tab)).toEqual([]);
  await tab.getByRole('button', { name: 'Open as Text' }).click();
  await expect(page.locator('.jp-FileEditor .cm-content')).toContainText(
    'no dashboard'
  );
});
