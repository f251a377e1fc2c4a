/** Steps that several stories take. */
import type { Locator, Page } from '@playwright/test';
import { expect, openSidePanel } from './fixtures';

/** The clusters' own items; the steps of a start are items of a list inside. */
function cardsOf(panel: Locator): Locator {
  return panel.locator('[role="list"][aria-label="Clusters"] > *');
}

/** Start a cluster from the panel and wait until it runs; answers its card. */
export async function startCluster(page: Page): Promise<Locator> {
  const panel = await openSidePanel(page, 'Clusters');
  const cards = cardsOf(panel);
  const before = await cards.count();
  await panel.getByRole('button', { name: 'New cluster', exact: true }).click();
  await expect(cards).toHaveCount(before + 1);
  const card = cards.last();
  await expect(card).toHaveAttribute('data-state', 'running', {
    timeout: 60_000
  });
  return card;
}

/** Shut every cluster of the panel down. */
export async function shutAllDown(page: Page): Promise<void> {
  const panel = await openSidePanel(page, 'Clusters');
  const cards = cardsOf(panel);
  while ((await cards.count()) > 0) {
    const left = await cards.count();
    // Its buttons are shown once it is selected.
    await cards.first().click({ position: { x: 40, y: 10 } });
    await cards.first().getByRole('button', { name: 'Shut down' }).click();
    const confirm = page.getByRole('dialog').getByRole('button', {
      name: 'Shut down'
    });
    await expect
      .poll(async () => {
        if (await confirm.isVisible()) {
          await confirm.click();
        }
        return cards.count();
      })
      .toBe(left - 1);
  }
}

/** Open a nested catalog of the samples; answers the side panel. */
export async function expandEntry(page: Page, name: RegExp): Promise<Locator> {
  const panel = await openSidePanel(page, 'Catalog');
  await expand(panel, /Sample data/);
  await expand(panel, name);
  return panel;
}

/** Select the sample catalog's ocean entry; answers the side panel. */
export async function selectOceanEntry(page: Page): Promise<Locator> {
  const panel = await expandEntry(page, /\bOcean\b(?! model)/);
  await panel.getByRole('treeitem', { name: /monthly means/ }).click();
  return panel;
}

/** Unfold a row of the tree. */
export async function expand(panel: Locator, name: RegExp): Promise<void> {
  const row = panel.getByRole('treeitem', { name }).first();
  await row.waitFor();
  if ((await row.getAttribute('aria-expanded')) !== 'true') {
    await row.focus();
    await row.press('ArrowRight');
  }
  await expect(row).toHaveAttribute('aria-expanded', 'true');
}

/** Wait until a dashboard's page has drawn a canvas inside an opaque frame. */
export async function drawn(page: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        for (const frame of page.frames()) {
          const canvases = await frame
            .evaluate(() => {
              const found: Element[] = [];
              const look = (root: Document | ShadowRoot) => {
                for (const node of root.querySelectorAll('*')) {
                  if (node.tagName === 'CANVAS') {
                    found.push(node);
                  }
                  if (node.shadowRoot) {
                    look(node.shadowRoot);
                  }
                }
              };
              look(document);
              return self.origin === 'null' ? found.length : 0;
            })
            .catch(() => 0);
          if (canvases > 0) {
            return true;
          }
        }
        return false;
      },
      { timeout: 30_000 }
    )
    .toBe(true);
}
