import * as fs from 'fs';
import * as path from 'path';
import { expect, openSidePanel, test, violations } from '../fixtures';
import { hostFolder } from '../homes';
import { shutAllDown, startCluster } from '../stories';

/** Process id of a cluster's host. */
function hostOf(clusterId: string): number {
  const state = path.join(hostFolder(clusterId), 'state.json');
  return (JSON.parse(fs.readFileSync(state, 'utf8')) as { pid: number }).pid;
}

test('a killed cluster is shown as lost, with the cause, and can be forgotten', async ({
  page
}) => {
  const card = await startCluster(page);
  const id = (await card.getAttribute('data-cluster-id')) ?? '';

  process.kill(hostOf(id), 'SIGKILL');

  await expect(card).toHaveAttribute('data-state', 'lost');
  await expect(card).toContainText('SIGKILL');
  await card.click({ position: { x: 40, y: 10 } });
  await card.getByRole('button', { name: 'Forget' }).click();
  await expect(card).toHaveCount(0);
});

test('a second page sees a cluster come and go by itself', async ({
  page,
  context,
  baseURL
}) => {
  await openSidePanel(page, 'Clusters');
  const other = await context.newPage();
  await other.goto(`${baseURL}/lab/workspaces/other`);
  const seen = (await openSidePanel(other, 'Clusters')).locator(
    'li[data-cluster-id]'
  );
  await startCluster(page);
  await expect(seen).toHaveAttribute('data-state', 'running');
  await shutAllDown(page);
  await expect(seen).toHaveCount(0);
});

for (const [name, scripts, sign] of [
  ['Clusters', /cluster-panel.*\.js/, 'Start a cluster'],
  ['Clusters', /\/api\.\w+\.js/, 'Start a cluster'],
  ['Catalog', /static\/catalog.*\.js/, 'Add catalog']
] as const) {
  test(`the panel ${name} without ${scripts.source} says so and can be asked for again`, async ({
    page
  }) => {
    await page.route(scripts, route => route.abort());
    const panel = await openSidePanel(page, name);
    await expect(panel.getByRole('alert')).toContainText('could not be loaded');
    expect(await violations(page, panel)).toEqual([]);

    await page.unroute(scripts);
    await panel.getByRole('button', { name: 'Retry' }).click();
    await expect(panel.getByRole('alert')).toHaveCount(0);
    await expect(panel.getByRole('button', { name: sign })).toBeVisible();
  });
}
