/** Chromium and what a page costs: requests, bytes, WebSockets, CPU. */
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';

export async function launch() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync'
    ]
  });
  const session = await browser.newBrowserCDPSession();
  return {
    browser,
    /** CPU seconds of the browser with all its processes. */
    async cpu() {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return processInfo.reduce((sum, one) => sum + one.cpuTime, 0);
    },
    close: () => browser.close()
  };
}

/** Counts what a page sends and receives, by the browser's own protocol. */
class Meter {
  requests = [];
  sockets = [];
  #byId = new Map();

  async attach(page) {
    const session = await page.context().newCDPSession(page);
    session.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
      const entry = { url: request.url, type, bytes: 0 };
      this.requests.push(entry);
      this.#byId.set(requestId, entry);
    });
    session.on('Network.loadingFinished', event => {
      const entry = this.#byId.get(event.requestId);
      if (entry) {
        entry.bytes = event.encodedDataLength;
      }
    });
    session.on('Network.webSocketCreated', ({ url }) =>
      this.sockets.push(url)
    );
    await session.send('Network.enable');
  }

  mark() {
    return { requests: this.requests.length, sockets: this.sockets.length };
  }

  /** Requests, bytes and WebSockets since a mark. */
  since(mark) {
    const requests = this.requests.slice(mark.requests);
    return {
      requests,
      bytes: requests.reduce((sum, one) => sum + one.bytes, 0),
      sockets: this.sockets.length - mark.sockets
    };
  }
}

/** A fresh profile with Lab in it, ready for the user. */
export async function openLab({ browser }, server) {
  const context = await browser.newContext({
    viewport: { width: 1600, height: 1000 }
  });
  const page = await context.newPage();
  const meter = new Meter();
  await meter.attach(page);
  await page.goto(`${server.url}lab?token=${server.token}&reset`);
  await page.waitForFunction(
    () =>
      !document.querySelector('#jupyterlab-splash') &&
      document.querySelector('.jp-Launcher-body, .jp-Launcher-content'),
    null,
    { timeout: 90_000 }
  );
  await page.evaluate(() => window.jupyterapp.restored);
  return { page, meter, close: () => context.close() };
}

/**
 * Note when more elements than now fit each selector and are drawn, in milliseconds since the epoch; `pointer` is when
 * the mouse was next pressed.
 */
export function watch(page, selectors) {
  return page.evaluate(wanted => {
    const now = () => performance.timeOrigin + performance.now();
    const count = selector => document.querySelectorAll(selector).length;
    const before = Object.fromEntries(
      Object.entries(wanted).map(([name, selector]) => [name, count(selector)])
    );
    const seen = (window.benchSeen = {});
    const pending = new Set(Object.keys(wanted));
    const look = () => {
      for (const name of pending) {
        if (count(wanted[name]) > before[name]) {
          pending.delete(name);
          requestAnimationFrame(() => (seen[name] = now()));
        }
      }
    };
    addEventListener('pointerdown', () => (seen.pointer = now()), {
      capture: true,
      once: true
    });
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      attributes: true
    });
  }, selectors);
}

/** Wait until `watch` has noted all these names; answers what it noted. */
export async function seen(page, names, timeout = 60_000) {
  await page.waitForFunction(
    wanted => wanted.every(name => name in window.benchSeen),
    names,
    { polling: 50, timeout }
  );
  return page.evaluate(() => window.benchSeen);
}

/** Whether a document has a canvas on which something is drawn. Runs in a frame. */
function hasPainted() {
  const canvases = [];
  const walk = root => {
    for (const node of root.querySelectorAll('*')) {
      if (node.tagName === 'CANVAS') {
        canvases.push(node);
      }
      if (node.shadowRoot) {
        walk(node.shadowRoot);
      }
    }
  };
  const isDrawn = canvas => {
    const drawing = canvas.getContext('2d');
    if (!drawing || canvas.width < 50 || canvas.height < 50) {
      return false;
    }
    const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Uint32Array(data.buffer);
    let different = 0;
    for (let at = 0; at < pixels.length && different <= 30; at += 7) {
      different += pixels[at] === pixels[0] ? 0 : 1;
    }
    return different > 30;
  };
  walk(document);
  return canvases.some(isDrawn);
}

/**
 * The frames inside one that has a process of its own, by the browser's protocol: Playwright sometimes does not learn
 * of a frame that was made while it was attaching to the one around it.
 */
class Inside {
  #sessions = new Map();

  async isSeen(frame) {
    return (
      (await frame.evaluate(hasPainted).catch(() => false)) ||
      (await this.hasPainted(frame).catch(() => false))
    );
  }

  /** Whether a frame within this one, or it itself, has painted. */
  async hasPainted(frame) {
    const session = await this.#attach(frame);
    if (!session) {
      return false;
    }
    const { frameTree } = await session.send('Page.getFrameTree');
    for (const { frame: inner } of frameTree.childFrames ?? []) {
      const { executionContextId } = await session.send(
        'Page.createIsolatedWorld',
        { frameId: inner.id }
      );
      const { result } = await session.send('Runtime.evaluate', {
        expression: `(${hasPainted})()`,
        contextId: executionContextId
      });
      if (result.value === true) {
        return true;
      }
    }
    return false;
  }

  async #attach(frame) {
    if (!this.#sessions.has(frame)) {
      // A frame in its page's own process has no session, and needs none.
      const context = frame.page().context();
      this.#sessions.set(
        frame,
        await context.newCDPSession(frame).catch(() => null)
      );
    }
    return this.#sessions.get(frame);
  }
}

/** Wait until a frame that is not among the known ones has painted; throws after the time-out in milliseconds. */
export async function painted(page, known, timeout = 60_000) {
  const end = performance.now() + timeout;
  const inside = new Inside();
  while (performance.now() < end) {
    for (const frame of page.frames().filter(one => !known.has(one))) {
      if (await inside.isSeen(frame)) {
        return;
      }
    }
    await sleep(33);
  }
  throw new Error('nothing was painted');
}

/** Frames that have painted by now; others may be there that wait for their page. */
export async function paintedFrames(page) {
  const inside = new Inside();
  const seen = new Set();
  for (const frame of page.frames()) {
    if (await inside.isSeen(frame)) {
      seen.add(frame);
    }
  }
  return seen;
}
