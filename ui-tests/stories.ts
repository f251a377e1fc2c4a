/** Steps that several stories take. */
import type { Locator, Page } from '@playwright/test';
import type { IJupyterLabPageFixture } from './fixtures';
import { expect, openSidePanel } from './fixtures';
import { execute, sources } from './notebooks';

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

/** Let the notebook in front use a cluster, by its card's own button. */
export async function connectNotebook(
  page: IJupyterLabPageFixture,
  card: Locator
): Promise<void> {
  await openSidePanel(page, 'Clusters');
  await card.click({ position: { x: 40, y: 10 } });
  await card.getByRole('button', { name: 'Connect notebook' }).click();
  await expect
    .poll(() => sources(page))
    .toContainEqual(expect.stringContaining('Client('));
}

/**
 * Run the notebook, and compute something in a last cell; answers what it printed: whether the workers of the connected
 * cluster did it, and the value.
 *
 * @param expression - Python for a lazy value.
 */
export async function computeOnWorkers(
  page: IJupyterLabPageFixture,
  expression: string
): Promise<string> {
  await page.notebook.addCell(
    'code',
    [
      // Without indentation: Lab's editor would add its own.
      'from distributed import get_task_stream',
      'stream = get_task_stream(client)',
      'stream.__enter__()',
      `value = float((${expression}).compute())`,
      'stream.__exit__(None, None, None)',
      'workers = {row["worker"] for row in stream.data}',
      'print(0 < len(workers) and workers <= set(client.scheduler_info()["workers"]), value)'
    ].join('\n')
  );
  await execute(page, 'notebook:run-all-cells');
  const last = (await sources(page)).length - 1;
  await expect
    .poll(() => page.notebook.getCellTextOutput(last), { timeout: 60_000 })
    .toEqual([expect.stringMatching(/^(True|False) /)]);
  return (await page.notebook.getCellTextOutput(last))?.[0]?.trim() ?? '';
}

/** The variable that the load code in the notebook in front binds, by a text that the code has. */
export async function variableOf(page: Page, text: string): Promise<string> {
  const load = (await sources(page)).find(source => source.includes(text));
  const name = [...(load ?? '').matchAll(/^(\w+) = /gm)].at(-1)?.[1];
  expect(name).toBeTruthy();
  return name ?? '';
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
