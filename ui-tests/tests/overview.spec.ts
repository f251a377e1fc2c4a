import * as path from 'path';
import { expect, openSidePanel, test } from '../fixtures';
import { drawn, selectOceanEntry, shutAllDown, startCluster } from '../stories';

const PICTURE = path.resolve(__dirname, '..', 'screenshots', 'overview.png');

test.afterEach(async ({ page }) => {
  await shutAllDown(page);
});

/** The picture of the README; copy it to docs/users/images when the looks change. */
test('a notebook computes beside its task stream, as the README shows', async ({
  page
}) => {
  const card = await startCluster(page);
  await page.notebook.createNew('ocean.ipynb');
  const catalog = await selectOceanEntry(page);
  await catalog
    .getByRole('button', { name: 'Insert load code', exact: true })
    .click();
  const panel = await openSidePanel(page, 'Clusters');
  await card.click({ position: { x: 40, y: 10 } });
  await card.getByRole('button', { name: 'Connect notebook' }).click();
  await page.notebook.addCell(
    'code',
    'import dask.array as da\n\nfield = da.random.random((6000, 6000), chunks=(600, 600))\nfloat((field @ field.T).mean().compute())'
  );
  await panel.getByRole('button', { name: 'Task Stream', exact: true }).click();
  await drawn(page);
  const moved = await page.evaluate(() => {
    const { jupyterapp } = window as unknown as {
      jupyterapp: {
        shell: {
          currentWidget: object;
          add(widget: object, area: string, options: object): void;
        };
        commands: { execute(id: string, args?: object): Promise<unknown> };
      };
    };
    const { shell } = jupyterapp;
    shell.add(shell.currentWidget, 'main', { mode: 'split-right' });
    return true;
  });
  expect(moved).toBe(true);
  await page.notebook.activate('ocean.ipynb');
  await page.evaluate(() => {
    const { jupyterapp } = window as unknown as {
      jupyterapp: { commands: { execute(id: string): Promise<unknown> } };
    };
    void jupyterapp.commands.execute('notebook:run-all-cells');
  });
  // The mean of a product of 6,000 pairs of uniform numbers: about 1,500.
  await expect(
    page.locator('.jp-OutputArea-output').getByText(/^1[45]\d\d\.\d+/)
  ).toBeAttached({ timeout: 60_000 });
  await page.screenshot({ path: PICTURE });
});
