/**
 * What the stories share: a page of JupyterLab behind a real login, side panels by name, accessibility by axe.
 */
import AxeBuilder from '@axe-core/playwright';
import {
  expect,
  galata,
  test as galataTest,
  type IJupyterLabPageFixture
} from '@jupyterlab/galata';
import type {
  APIRequestContext,
  BrowserContext,
  Locator,
  Page
} from '@playwright/test';

export { expect, galata };
export type { IJupyterLabPageFixture };

/** The value of Jupyter's XSRF cookie, from the cookies that a request context holds. */
async function xsrf(request: APIRequestContext): Promise<string> {
  const { cookies } = await request.storageState();
  return cookies.find(cookie => cookie.name === '_xsrf')?.value ?? '';
}

/**
 * Make galata's requests from outside the page right for this server.
 *
 * The helpers assume a server without the XSRF check and at the root; the page itself needs nothing of this.
 */
function adapt(request: APIRequestContext, baseURL = ''): void {
  const send = request.fetch.bind(request);
  const prefix = new URL(baseURL).pathname.replace(/\/$/, '');
  request.fetch = async (url, options = {}) =>
    send(
      typeof url === 'string' && url.startsWith('/api/') ? prefix + url : url,
      {
        ...options,
        headers: { 'X-XSRFToken': await xsrf(request), ...options.headers }
      }
    );
  for (const method of ['delete', 'patch', 'post', 'put'] as const) {
    request[method] = (url, options = {}) =>
      request.fetch(url, { ...options, method });
  }
}

/** Everything the page said on its console or threw that is an error and speaks of this extension. */
export class ConsoleErrors {
  constructor(context: BrowserContext) {
    context.on('console', message => {
      if (message.type() === 'error') {
        this._all.push(`${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', webError => {
      const thrown = webError.error();
      this._all.push(thrown.stack ?? thrown.message);
    });
  }

  /** Errors that name this extension, its routes or its plugins. */
  get ours(): string[] {
    return this._all.filter(text => /pangeo/i.test(text));
  }

  /** All errors, also those of JupyterLab itself. */
  get all(): readonly string[] {
    return this._all;
  }

  private readonly _all: string[] = [];
}

/** Open a side panel by the name a person reads (`Clusters`, `Catalog`); answers the panel. */
export async function openSidePanel(
  page: Page,
  name: string
): Promise<Locator> {
  const tab = page
    .getByRole('complementary')
    .getByRole('tab', { name, exact: true });
  await tab.waitFor();
  if ((await tab.getAttribute('aria-selected')) !== 'true') {
    await tab.click();
  }
  const panel = page.locator(`#${await panelId(tab)}`);
  await expect(panel).toBeVisible();
  return panel;
}

async function panelId(tab: Locator): Promise<string> {
  const id = await tab.getAttribute('data-id');
  if (!id) {
    throw new Error('the tab names no panel');
  }
  return id;
}

/** Wait until Lab has restored its layout, also after a reload. */
export async function restored(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const { jupyterapp } = window as unknown as {
      jupyterapp?: { restored: Promise<void> };
    };
    await jupyterapp?.restored;
    return jupyterapp !== undefined;
  });
}

/**
 * Wait until Lab saves its layout, which it does a while after the last change: ask before you make the change.
 *
 * @param text - what the layout must speak of; an earlier save may be under way.
 */
export async function layoutSaved(page: Page, text = ''): Promise<void> {
  await page.waitForResponse(
    response =>
      response.request().method() === 'PUT' &&
      response.url().includes('/api/workspaces') &&
      (response.request().postData() ?? '').includes(text)
  );
}

/** Reload the page, whatever tabs it restores. */
export async function reload(page: IJupyterLabPageFixture): Promise<void> {
  // galata would wait for the Launcher, which is not there when other tabs come back.
  const options = { waitForIsReady: false, waitUntil: 'load' as const };
  await page.reload(options);
  await restored(page);
}

/** Choose a theme by the name that Lab's menu shows. */
export async function setTheme(
  page: IJupyterLabPageFixture,
  name: 'JupyterLab Light' | 'JupyterLab Dark' | 'JupyterLab Dark High Contrast'
): Promise<void> {
  await page.theme.setTheme(name);
}

/** The accessibility violations of one part of the page, one line each: rule, impact, where. */
export async function violations(page: Page, part: Locator): Promise<string[]> {
  const mark = 'data-axe-part';
  await part.evaluate((node, name) => node.setAttribute(name, ''), mark);
  try {
    const { violations: found } = await new AxeBuilder({ page })
      .include(`[${mark}]`)
      .analyze();
    return found.flatMap(rule =>
      rule.nodes.map(
        node =>
          `${rule.id} (${rule.impact}): ${node.target.join(' ')} – ${node.failureSummary}`
      )
    );
  } finally {
    await part.evaluate((node, name) => node.removeAttribute(name), mark);
  }
}

/** The ids in one of the server's lists. */
async function listed(
  request: APIRequestContext,
  url: string
): Promise<Set<string>> {
  const answer = await request.get(url);
  await expect(answer).toBeOK();
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return new Set(items.map(item => item.id));
}

/** galata's test with a real login; `page` is a Lab that has restored its layout. */
export const test = galataTest.extend<{
  consoleErrors: ConsoleErrors;
  ownCatalogs: void;
}>({
  context: async ({ context, baseURL }, use) => {
    adapt(context.request, baseURL);
    await use(context);
  },
  request: async ({ request, baseURL }, use) => {
    adapt(request, baseURL);
    await use(request);
  },
  // Listens before galata opens Lab in the page.
  consoleErrors: [
    async ({ context }, use) => {
      await use(new ConsoleErrors(context));
    },
    { auto: true }
  ],
  // The tests share one server: what one adds to the list of catalogs, the next one does not meet.
  ownCatalogs: [
    async ({ request, baseURL }, use) => {
      const url = `${baseURL}/pangeo/catalogs`;
      const before = await listed(request, url);
      await use();
      for (const id of await listed(request, url)) {
        if (!before.has(id)) {
          await request.delete(`${url}/${id}`);
        }
      }
    },
    { auto: true }
  ]
});
