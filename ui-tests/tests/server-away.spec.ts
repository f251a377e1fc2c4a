import type { Locator, Page } from '@playwright/test';
import { expect, openSidePanel } from '../fixtures';
import { type ILeft, test } from '../ownServer';
import { drawn, startCluster } from '../stories';

/** What there is of clusters where there is none: the folder that holds theirs. */
const NOTHING: ILeft = { processes: [], files: ['jupyterlab-pangeo'] };

interface IStage {
  readonly panel: Locator;
  readonly card: Locator;
  readonly plot: Locator;
}

/** A running cluster with a live plot. */
async function setUp(page: Page): Promise<IStage> {
  const card = await startCluster(page);
  const id = await card.getAttribute('data-cluster-id');
  await card.click({ position: { x: 40, y: 10 } });
  const panel = await openSidePanel(page, 'Clusters');
  await panel.getByRole('button', { name: 'Progress', exact: true }).click();
  await drawn(page);
  return {
    panel,
    card: panel.locator(`li[data-cluster-id="${id}"]`),
    plot: page.locator('.jp-OpaqueFrame')
  };
}

/** The panel says calmly that it has no connection, and since when, and dims what it knew. */
async function expectStale({ panel }: IStage): Promise<void> {
  const notice = panel.getByRole('status').filter({ hasText: 'No connection' });
  await expect(notice).toContainText('as of');
  await expect(
    notice.getByRole('button', { name: 'Retry', exact: true })
  ).toBeVisible();
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await expect(
    panel.locator('.jp-mod-stale').getByRole('listitem')
  ).toHaveCount(1);
}

/** Process ids of the workers: a host's children, which it spawns. */
function workersIn({ processes }: ILeft): number[] {
  return processes
    .filter(({ command }) => command.includes('spawn_main'))
    .map(({ pid }) => pid);
}

test('a SIGKILL of Jupyter is told calmly, and afterwards cluster and plot are there again', async ({
  page,
  own
}) => {
  const stage = await setUp(page);
  const { panel, card, plot } = stage;

  await own.stop('SIGKILL');

  await expectStale(stage);
  await expect(card).toHaveAttribute('data-state', 'running');
  await expect(card).toContainText('2 workers');
  await expect(plot.getByRole('status')).toContainText('connection is lost');
  // Its last picture.
  await drawn(page);

  await own.start();

  await expect(panel.getByText('No connection')).toHaveCount(0);
  await expect(card).toHaveAttribute('data-state', 'running');
  await expect(card).toContainText('2 workers');
  await expect(panel.locator('li[data-cluster-id]')).toHaveCount(1);
  await expect(plot).toHaveAttribute('data-phase', 'shown');
  await drawn(page);

  // A cluster that was found again is ended like one that was started.
  expect(await own.stop('SIGTERM')).toBe(0);
  expect(await own.left()).toEqual(NOTHING);
});

test('a SIGTERM of Jupyter ends its clusters, the page says so, and nothing is left', async ({
  page,
  own
}) => {
  const stage = await setUp(page);
  expect(workersIn(await own.left())).toHaveLength(2);

  expect(await own.stop('SIGTERM')).toBe(0);

  expect(await own.left()).toEqual(NOTHING);
  await expectStale(stage);
  await expect(stage.card).toHaveAttribute('data-state', 'closing');
  await expect(stage.plot.getByRole('alert')).toContainText('shut down');

  await own.start();

  await expect(stage.card).toHaveCount(0);
  await expect(stage.panel.getByText('No connection')).toHaveCount(0);
});

test('the card of a cluster shows that a killed worker is gone, and that another took its place', async ({
  page,
  own
}) => {
  const card = await startCluster(page);
  await expect(card).toContainText('local · 2 workers');
  const workers = workersIn(await own.left());
  expect(workers).toHaveLength(2);
  // Another worker may come before anybody looks.
  const seen = await card.evaluateHandle(node => {
    const texts: string[] = [];
    new MutationObserver(() => texts.push(node.textContent ?? '')).observe(
      node,
      { characterData: true, childList: true, subtree: true }
    );
    return texts;
  });

  process.kill(workers[0], 'SIGKILL');

  await expect
    .poll(() => seen.evaluate(texts => texts.join('\n')))
    .toContain('local · 1 of 2 workers');
  await expect(card).toContainText('local · 2 workers');
  await expect(card).toHaveAttribute('data-state', 'running');
  const after = workersIn(await own.left());
  expect(after).toHaveLength(2);
  expect(after).not.toContain(workers[0]);
});
