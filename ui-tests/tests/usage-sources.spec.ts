import * as path from 'path';
import type { Locator, Page } from '@playwright/test';
import {
  expect,
  galata,
  layoutSaved,
  reload,
  setTheme,
  test,
  violations
} from '../fixtures';
import { execute } from '../notebooks';
import { whileStandingIn } from '../prometheusStandIn';

const PICTURES = path.resolve(__dirname, '..', 'screenshots');

test.setTimeout(60_000);

test.use({
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    'jupyterlab-pangeo:usage': {
      corePrice: 0.05,
      memoryPrice: 0.01,
      currency: '€'
    }
  }
});

/** The server is shared by all stories: none leaves a source behind. */
test.afterEach(async ({ page }) => {
  await page.evaluate(async () => {
    const { baseUrl } = JSON.parse(
      document.getElementById('jupyter-config-data')?.textContent ?? '{}'
    ) as { baseUrl: string };
    const sources = `${baseUrl}pangeo/usage/sources`;
    const { items } = (await (await fetch(sources)).json()) as {
      items: { name: string; isLocked?: boolean }[];
    };
    const token = /_xsrf=([^;]+)/.exec(document.cookie)?.[1] ?? '';
    for (const { name } of items.filter(({ isLocked }) => !isLocked)) {
      await fetch(`${sources}/${name}`, {
        method: 'DELETE',
        headers: { 'X-XSRFToken': token }
      });
    }
  });
});

async function openDashboard(page: Page, label: string): Promise<Locator> {
  await execute(page, 'pangeo:open-usage');
  const tab = page.locator('#jp-pangeo-usage');
  await tab
    .getByRole('combobox', { name: 'Dashboard' })
    .selectOption({ label });
  return tab;
}

/** Fill the form that is opened from the empty tab, or else from the menu of the Prometheus that is asked. */
async function addPrometheus(
  page: Page,
  tab: Locator,
  url: string,
  name = 'Stand-in'
): Promise<void> {
  if (name === 'Stand-in') {
    await tab.getByRole('button', { name: 'Add a Prometheus…' }).click();
  } else {
    await tab.getByRole('button', { name: /^Prometheus: / }).click();
    await page.getByRole('menuitem', { name: 'Add a Prometheus…' }).click();
  }
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Address').fill(url);
  await form.getByRole('button', { name: 'Test and add' }).click();
  await expect(form).toHaveCount(0);
}

async function removePrometheus(page: Page, tab: Locator): Promise<void> {
  await tab.getByRole('button', { name: 'Prometheus: Stand-in' }).click();
  await page.getByRole('menuitem', { name: 'Remove Stand-in…' }).click();
  const question = page.getByRole('dialog');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(
    tab.getByRole('button', { name: 'Add a Prometheus…' })
  ).toBeVisible();
}

async function picture(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [1600, 1000],
    [1100, 700]
  ]) {
    await page.setViewportSize({ width, height });
    await page.screenshot({
      path: path.join(PICTURES, `usage-${name}-${width}.png`)
    });
  }
}

for (const theme of ['JupyterLab Light', 'JupyterLab Dark'] as const) {
  const shade = theme.split(' ')[1].toLowerCase();

  test(`a Prometheus is added, narrowed by a variable and removed, in ${theme}`, async ({
    page,
    consoleErrors
  }) => {
    await setTheme(page, theme);
    await whileStandingIn(async standIn => {
      const tab = await openDashboard(page, 'Node');
      await tab.getByRole('button', { name: 'Add a Prometheus…' }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('button', { name: 'Test and add' }).click();
      await expect(form.getByLabel('Address')).toHaveAttribute(
        'aria-invalid',
        'true'
      );
      await form.getByLabel('Name', { exact: true }).fill('Stand-in');
      await form.getByLabel('Address').fill('http://127.0.0.1:9');
      await form.getByLabel('Login').selectOption('bearer');
      await form
        .getByLabel('Name of the variable')
        .fill('NO_SUCH_VARIABLE_IS_SET');
      await form.getByRole('button', { name: 'Test and add' }).click();
      await expect(form.getByRole('alert')).toContainText(
        'NO_SUCH_VARIABLE_IS_SET'
      );
      await picture(page, `source-form-${shade}`);
      expect(await violations(page, form)).toEqual([]);
      await form.getByLabel('Login').selectOption('none');
      await form.getByRole('button', { name: 'Test and add' }).click();
      await expect(form.getByRole('alert')).toContainText('cannot be reached');
      await form.getByLabel('Address').fill(standIn.url);
      await form.getByRole('button', { name: 'Test and add' }).click();
      await expect(form).toHaveCount(0);

      const load = tab.getByRole('region', { name: 'Load', exact: true });
      await load.scrollIntoViewIfNeeded();
      await expect(load.getByRole('figure')).toBeVisible();
      const machines = tab.getByRole('button', { name: /^Machine: / });
      await expect(machines).toHaveText('All');
      await machines.click();
      const list = tab.getByRole('dialog', { name: 'Machine' });
      await list.getByRole('combobox').fill('node-29');
      await expect(list.getByRole('option')).toHaveCount(10);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect(
        list.getByRole('option', { name: 'node-291:9100' })
      ).toHaveAttribute('aria-selected', 'true');
      await picture(page, `variables-${shade}`);
      expect(await violations(page, tab)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(machines).toBeFocused();
      await expect(machines).toHaveText('node-291:9100');
      await expect.poll(() => standIn.asked.at(-1) ?? '').toContain('node-291');
      await expect(
        load.getByRole('button', { name: 'node-291:9100' })
      ).toBeVisible();
      await removePrometheus(page, tab);
    });
    expect(consoleErrors.ours).toEqual([]);
  });

  test(`costs are estimated where prices are set, in ${theme}`, async ({
    page
  }) => {
    await setTheme(page, theme);
    await page.notebook.createNew();
    const tab = await openDashboard(page, 'My usage');
    const costs = tab.getByRole('region', {
      name: 'Estimated costs by day',
      exact: true
    });
    await costs.scrollIntoViewIfNeeded();
    await expect(async () => {
      await tab.getByRole('button', { name: 'Refresh now' }).click();
      await expect(costs.getByRole('figure')).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await expect(costs.getByRole('heading')).toHaveAttribute(
      'title',
      /An estimate and no bill.*0\.05 €/s
    );
    await picture(page, `costs-${shade}`);
    expect(await violations(page, tab)).toEqual([]);
  });
}

test('what is chosen of a variable is back after a reload, and a list that fails says so beside it', async ({
  page
}) => {
  await whileStandingIn(async standIn => {
    const tab = await openDashboard(page, 'Node');
    await addPrometheus(page, tab, standIn.url);
    const machines = tab.getByRole('button', { name: /^Machine: / });
    await machines.click();
    await tab.getByRole('option', { name: 'node-002:9100' }).click();
    await page.keyboard.press('Escape');
    await layoutSaved(page, 'node-002');
    standIn.areLabelsBroken = true;
    await reload(page);
    await expect(tab.getByText(/^Machine: .*no labels/)).toBeVisible();
    const load = tab.getByRole('region', { name: 'Load', exact: true });
    await load.scrollIntoViewIfNeeded();
    await expect(load.getByRole('figure')).toBeVisible();
    expect(standIn.asked.at(-1)).toContain('node-002');

    standIn.areLabelsBroken = false;
    await tab.getByRole('button', { name: 'Refresh now' }).click();
    await expect(machines).toHaveText('node-002:9100');
    await expect(tab.getByText(/no labels/)).toHaveCount(0);
    await removePrometheus(page, tab);
  });
});

test('of several the one that is chosen is asked, in a new tab too', async ({
  page
}) => {
  await whileStandingIn(async first =>
    whileStandingIn(async second => {
      const tab = await openDashboard(page, 'Node');
      await addPrometheus(page, tab, first.url);
      await expect.poll(() => first.asked.length).toBeGreaterThan(0);
      await addPrometheus(page, tab, second.url, 'Another');
      const chooser = tab.getByRole('button', { name: /^Prometheus: / });
      await expect(chooser).toHaveText('Another');
      await expect.poll(() => second.asked.length).toBeGreaterThan(0);

      await chooser.click();
      const entry = (name: string) =>
        page.getByRole('menuitem', { name, exact: true });
      await expect(
        page.getByRole('menuitemcheckbox', { name: 'Another' })
      ).toBeChecked();
      await entry('Stand-in').click();
      await expect(chooser).toHaveText('Stand-in');
      await chooser.click();
      await entry('Another').click();
      await expect(chooser).toHaveText('Another');

      await page.activity.closeAll();
      await openDashboard(page, 'Node');
      await expect(chooser).toHaveText('Another');
    })
  );
});
