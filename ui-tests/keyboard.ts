/** Using the page by keys alone. */
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures';

/** More stops than any way through the page has. */
const STOPS = 150;

/** Count what is done with a mouse or a finger from now on; answers how to read the count. */
export async function countPointers(
  page: Page
): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counting = window as unknown as { pointerPresses: number };
    counting.pointerPresses = 0;
    window.addEventListener(
      'pointerdown',
      () => void (counting.pointerPresses += 1),
      { capture: true }
    );
  });
  return () =>
    page.evaluate(
      () => (window as unknown as { pointerPresses: number }).pointerPresses
    );
}

/** Whether the focus is on a part of the page, or inside of it. */
async function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate(node => node.matches(':focus, :focus-within'));
}

/** Press one key until a part of the page has the focus, as somebody does who cannot point at it. */
export async function goTo(
  page: Page,
  target: Locator,
  key = 'Tab'
): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < STOPS; stop++) {
    if (await isFocused(target)) {
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${STOPS} times ${key} do not lead to ${String(target)}`);
}

/** Go to a control and press it. */
export async function use(
  page: Page,
  target: Locator,
  { by = 'Tab', key = 'Enter' } = {}
): Promise<void> {
  await goTo(page, target, by);
  await page.keyboard.press(key);
}

/** Bring a side panel to the front by its tab; answers the panel. */
export async function reachSidePanel(
  page: Page,
  name: string
): Promise<Locator> {
  const tabs = page
    .getByRole('complementary', { name: 'main sidebar' })
    .getByRole('tablist');
  const tab = tabs.getByRole('tab', { name, exact: true });
  // Out of an editor, where Tab means something else.
  await page.keyboard.press('Escape');
  // Up from wherever the focus is: the side bar comes before the panels and the main area.
  await goTo(page, tabs, 'Shift+Tab');
  await goTo(page, tab, 'ArrowDown');
  if ((await tab.getAttribute('aria-selected')) !== 'true') {
    await page.keyboard.press('Enter');
  }
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  const panel = page.locator(`#${await tab.getAttribute('data-id')}`);
  await expect(panel).toBeVisible();
  return panel;
}

/** Run a command as the palette offers it. */
export async function runCommand(page: Page, label: string): Promise<void> {
  await page.keyboard.press('Control+Shift+C');
  const palette = page.locator('.jp-ModalCommandPalette');
  await expect(palette.locator('.lm-CommandPalette-input')).toBeFocused();
  await page.keyboard.insertText(label);
  const active = palette.locator(
    '.lm-CommandPalette-item.lm-mod-active .lm-CommandPalette-itemLabel'
  );
  await expect(active).toBeVisible();
  for (
    let item = 0;
    item < STOPS && (await active.textContent()) !== label;
    item++
  ) {
    await page.keyboard.press('ArrowDown');
  }
  await expect(active).toHaveText(label);
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
}
