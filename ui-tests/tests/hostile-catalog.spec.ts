/** A catalog whose every text tries to become part of the page stays text (S50). */
import type { Locator } from '@playwright/test';
import { expect, openSidePanel, test } from '../fixtures';
import { expand } from '../stories';

/** What is tried; each names the place that would be asked for, or sets the mark. */
const CORPUS = [
  '<script>window.marked = 1</script>',
  '<img src="https://evil.invalid/i" onerror="window.marked = 2">',
  '![picture](https://evil.invalid/m.png)',
  '<svg onload="window.marked = 3"><use href="https://evil.invalid/u"/></svg>',
  '<iframe srcdoc="<script>parent.marked = 4</script>"></iframe>',
  '<object data="https://evil.invalid/o"></object><embed src="https://evil.invalid/e">',
  '<form action="https://evil.invalid/f"><input name="body"><button>press</button></form>',
  '<a href="javascript:window.marked = 5">press</a> [press](javascript:window.marked=6)',
  '<a data-commandlinker-command="pangeo:add-catalog" data-commandlinker-args="{}" href="#">press</a>',
  '<button data-commandlinker-command="apputils:activate-command-palette">press</button>',
  '<p id="jupyter-config-data" name="cookie">{"token": "x"}</p><form name="querySelector"></form>',
  '<style>body { display: none } @import "https://evil.invalid/s";</style>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.marked=7&gt;">',
  '<details open ontoggle="window.marked = 8"><summary onclick="window.marked=9">press</summary></details>',
  '<base href="https://evil.invalid/"><meta http-equiv="refresh" content="0;url=https://evil.invalid/r">',
  '<link rel="stylesheet" href="https://evil.invalid/l"><video poster="https://evil.invalid/v"></video>',
  "'\"><img src=x onerror=window.marked=10>{{constructor.constructor('window.marked=11')()}}"
];

/** An entry with that text wherever a catalog may put one. */
function entryOf(text: string): unknown {
  const address = `https://example.org/${text}`;
  return {
    driver: 'zarr',
    description: `${text}\n\n# ${text}\n\n- ${text}\n\n| a | b |\n|---|---|\n| ${text} | x |`,
    args: { urlpath: `${address}/{{ p }}`, storage_options: { [text]: text } },
    parameters: {
      p: { type: 'str', description: text, default: text, allowed: [text, 'x'] }
    },
    metadata: {
      title: text,
      license: text,
      provider: text,
      tags: [text],
      url: text,
      [text]: text
    }
  };
}

/** Press whatever of the catalog's offers itself. */
async function pressAll(place: Locator): Promise<void> {
  for (const words of await place.getByText('press', { exact: true }).all()) {
    await words.click({ timeout: 5_000 });
  }
}

test('nothing that a hostile catalog says becomes part of the page', async ({
  page,
  tmpPath,
  consoleErrors
}) => {
  const asked: string[] = [];
  page.on('request', request => {
    if (!/^(data|blob):/.test(request.url())) {
      asked.push(request.url());
    }
  });
  const dialogs: string[] = [];
  page.on('dialog', dialog => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const sources = Object.fromEntries(
    CORPUS.map((text, number) => [`${number} ${text}`, entryOf(text)])
  );
  await page.contents.uploadContent(
    JSON.stringify({ name: CORPUS[1], description: CORPUS[8], sources }),
    'text',
    `${tmpPath}/hostile.yaml`
  );
  const before = page.url();
  const panel = await openSidePanel(page, 'Catalog');
  await panel.getByRole('button', { name: 'Add catalog', exact: true }).click();
  await panel
    .getByLabel('URL or path of a catalog')
    .fill(`${tmpPath}/hostile.yaml`);
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await expand(panel, /evil\.invalid/);

  const catalog = panel.getByRole('treeitem', { selected: true });
  await catalog.focus();
  for (const text of CORPUS) {
    // By keys, for the pointer might press what the text has become; also of what is out of sight.
    await panel.locator(':focus').press('ArrowDown');
    await panel.locator(':focus').press('Enter');
    const entry = panel.getByRole('treeitem', { selected: true });
    await expect(entry).toContainText(text);
    await expect(panel.locator('.jp-PangeoMarkdown').last()).toBeVisible();
    await pressAll(panel.locator('.jp-PangeoMarkdown'));
    await entry.focus();
  }

  const found = await page.evaluate(() => {
    const ours = [...document.querySelectorAll('.jp-CatalogPanel *')];
    const bad = (element: Element) =>
      element
        .getAttributeNames()
        .filter(name => /^on|^data-commandlinker|^(form|srcdoc)/.test(name));
    return {
      marked: (window as unknown as { marked?: number }).marked,
      attributes: ours.flatMap(bad),
      elements: ours
        .map(element => element.tagName)
        .filter(name =>
          /^(SCRIPT|IFRAME|OBJECT|EMBED|STYLE|LINK|META|BASE|VIDEO|IMG|MATH)$/i.test(
            name
          )
        ),
      links: ours
        .map(element => element.getAttribute('href'))
        .filter(href => href !== null && !/^https?:\/\//.test(href)),
      config: document.getElementById('jupyter-config-data')?.tagName,
      clobbered: [document.cookie, document.querySelector].map(
        each => typeof each
      ),
      panels: ours.length
    };
  });
  expect(found.panels).toBeGreaterThan(50);
  expect(found).toMatchObject({
    marked: undefined,
    attributes: [],
    elements: [],
    links: [],
    config: 'SCRIPT',
    clobbered: ['string', 'function']
  });
  expect(dialogs).toEqual([]);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(url => !url.startsWith(new URL(before).origin))).toEqual(
    []
  );
  await expect(page.locator('.lm-CommandPalette')).toBeHidden();
  expect(page.url()).toBe(before);
  expect(consoleErrors.ours).toEqual([]);
});
