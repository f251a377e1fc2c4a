import { expect, test } from '../fixtures';
import { execute, sources } from '../notebooks';
import { shutAllDown, startCluster } from '../stories';

test.afterEach(async ({ page }) => {
  await shutAllDown(page);
});

test('a cluster whose tasks run is shut down only once that is confirmed', async ({
  page
}) => {
  const card = await startCluster(page);
  const id = await card.getAttribute('data-cluster-id');
  const name = (await card.getAttribute('aria-label')) ?? '';
  await page.notebook.createNew();
  await card.click({ position: { x: 40, y: 10 } });
  await card.getByRole('button', { name: 'Connect notebook' }).click();
  await expect
    .poll(() => sources(page))
    .toEqual([expect.stringContaining('client = Client(')]);
  await page.notebook.addCell(
    'code',
    'import time\nrunning = client.map(time.sleep, [600] * 7, pure=False)'
  );
  await execute(page, 'notebook:run-all-cells');
  await expect(card).toContainText('7 tasks', { timeout: 60_000 });

  const shutDown = card.getByRole('button', { name: 'Shut down' });
  const dialog = page.getByRole('dialog');
  await shutDown.click();
  await expect(dialog).toContainText(`Shut down ${name}?`);
  await expect(dialog).toContainText(
    '7 tasks run or wait; they and the results in the memory of the workers are lost.'
  );
  const asked: string[] = [];
  page.on('request', request => {
    if (request.method() === 'DELETE') {
      asked.push(new URL(request.url()).pathname);
    }
  });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(card).toHaveAttribute('data-state', 'running');
  await expect(card).toContainText('7 tasks');
  expect(asked).toEqual([]);

  // Escape is no yes either.
  await shutDown.click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(card).toHaveAttribute('data-state', 'running');
  expect(asked).toEqual([]);

  await shutDown.click();
  await dialog.getByRole('button', { name: 'Shut down' }).click();
  await expect(card).toHaveCount(0, { timeout: 30_000 });
  expect(asked).toEqual([expect.stringMatching(new RegExp(`/${id}$`))]);
});
