import { pageUrl } from './paths';
import { POLICY, SANDBOX } from './policy';
import { shimText, textOf } from './shimText';

/** Text that cannot end the script or the comment that it stands in. */
export function forScript(text: string): string {
  return text.replace(/<(?=\/script|!--)/gi, '\\x3c');
}

/**
 * The outer layer's script: it makes the inner frame, hands it its ports at the first load, says when the page written
 * into it has run, at the second, and takes it away at the third, since then it shows something that is not the page.
 */
function keepInner(sandbox: string): void {
  window.addEventListener('message', event => {
    const [control, page, feed] = event.ports;
    if (event.source !== window.parent || !feed) {
      return;
    }
    const inner = document.createElement('iframe');
    let loads = 0;
    inner.setAttribute('sandbox', sandbox);
    inner.setAttribute('referrerpolicy', 'no-referrer');
    inner.onload = () => {
      if (++loads === 1) {
        inner.contentWindow?.postMessage('ports', '*', [page, feed]);
      } else if (loads === 2) {
        control.postMessage({ t: 'loaded' });
      } else {
        inner.remove();
        control.postMessage({ t: 'left' });
      }
    };
    inner.srcdoc = String(event.data);
    document.body.append(inner);
    control.postMessage({ t: 'hello' });
  });
  window.parent.postMessage('ready', '*');
}

const METAS = `<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer">`;

/** Document of the outer layer; its base is what the inner one takes addresses relative to. */
export function outerDocument(path: string): string {
  const base = pageUrl(path).replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  return `<!doctype html><html><head><base href="${base}">
${METAS}
<style>html,body,iframe{display:block;box-sizing:border-box;margin:0;border:0;width:100%;height:100%;background:#fff}</style>
</head><body><script>(${textOf(keepInner)})(${JSON.stringify(SANDBOX)})</script></body></html>`;
}

/** Document of the inner layer before a page is written into it: policy and shim. */
export function innerDocument(): string {
  return `<!doctype html><html><head>${METAS}<script>${forScript(shimText())}</script></head><body></body></html>`;
}

/** How every page begins; the policy of the layer holds already, and is said again with the page. */
export function opening(): string {
  return `<!doctype html><html><head>${METAS}`;
}

/** A script that stands in the page itself. */
export function inlineScript(text: string): string {
  return `<script>${forScript(text)}</script>`;
}

/** What is left of a page after its opening. */
export function remainder(page: Document): string {
  const root = page.documentElement.cloneNode(false) as HTMLElement;
  const tag = root.outerHTML.replace(/<\/html>$/i, '');
  return `${tag}${page.head.innerHTML}</head>${page.body.outerHTML}</html>`;
}
