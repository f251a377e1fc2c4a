import { expect, openSidePanel, violations } from '../fixtures';
import { test } from '../ownServer';
import { startCluster } from '../stories';

// The strictest policy of scripts under which JupyterLab runs: it compiles schemas when it starts.
const POLICY = "script-src 'self' 'unsafe-eval'";

test.use({
  serverOptions: {
    jupyter: [
      `--ServerApp.tornado_settings=${JSON.stringify({
        headers: { 'Content-Security-Policy': POLICY }
      })}`
    ]
  }
});

test('where inline scripts are forbidden a plot names the policy and what to add to it', async ({
  page
}) => {
  const card = await startCluster(page);
  await card.click({ position: { x: 40, y: 10 } });
  const panel = await openSidePanel(page, 'Clusters');
  await panel.getByRole('button', { name: 'Progress', exact: true }).click();
  const plot = page.locator('.jp-OpaqueFrame');

  const notice = plot.getByRole('alert');
  await expect(notice).toContainText('security policy');
  await expect(notice).toContainText("script-src 'unsafe-inline'");
  expect(await violations(page, plot)).toEqual([]);
});
