import * as path from 'path';
import type { Locator, Page } from '@playwright/test';
import { expect, openSidePanel, setTheme, test, violations } from '../fixtures';
import { selectOceanEntry, shutAllDown, startCluster } from '../stories';

const PICTURES = path.resolve(__dirname, '..', 'screenshots');
const SIZES = [
  { width: 1600, height: 1000 },
  { width: 1100, height: 700 }
];

/** Nothing sticks out of the panel to the side, and the panel lies within the window. */
async function expectWithin(page: Page, panel: Locator): Promise<void> {
  const window = page.viewportSize() ?? { width: 0, height: 0 };
  const box = await panel.boundingBox();
  expect(box && box.x + box.width).toBeLessThanOrEqual(window.width);
  expect(box && box.y + box.height).toBeLessThanOrEqual(window.height);
  const overflow = await panel.evaluate(
    node => node.scrollWidth - node.clientWidth
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

/** Texts that have no room in their element. */
function cutShort(panel: Locator, selector: string): Promise<string[]> {
  return panel
    .locator(selector)
    .evaluateAll(nodes =>
      nodes
        .filter(node => node.scrollWidth > node.clientWidth)
        .map(node => node.textContent ?? '')
    );
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
}

test.afterEach(async ({ page }) => {
  await shutAllDown(page);
});

for (const theme of [
  'JupyterLab Light',
  'JupyterLab Dark',
  'JupyterLab Dark High Contrast'
] as const) {
  test(`the panels fit and are accessible in ${theme}`, async ({ page }) => {
    await setTheme(page, theme);
    const card = await startCluster(page);
    await card.click({ position: { x: 40, y: 10 } });
    const clusters = await openSidePanel(page, 'Clusters');
    await expect(
      clusters.getByRole('button', { name: 'Task Stream', exact: true })
    ).toBeVisible();
    const name = theme.toLowerCase().replace(/ /g, '-');
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await expectWithin(page, clusters);
      expect(await cutShort(clusters, '.jp-PlotPanel-label')).toEqual([]);
      for (const button of ['Connect notebook', 'Scale', 'Shut down']) {
        await expect(
          card.getByRole('button', { name: button, exact: true })
        ).toBeInViewport();
      }
      await picture(page, `clusters-${name}-${size.width}`);
    }
    expect(await violations(page, clusters)).toEqual([]);

    const catalog = await selectOceanEntry(page);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await expectWithin(page, catalog);
      await expect(
        catalog.getByRole('button', { name: 'Insert load code', exact: true })
      ).toBeInViewport();
      await picture(page, `catalog-${name}-${size.width}`);
    }
    expect(await violations(page, catalog)).toEqual([]);
  });
}
