import { pageUrl } from './paths';
import { POLICY, SANDBOX } from './policy';
import { shimText, textOf } from './shimText';

/** Text that cannot end the script or the comment that it stands in. */
export function forScript(text: string): string {
  return text.replace(/<(?=\/script|!--)/gi, '\\x3c');
}

/**
 * The outer layer's script: it makes the inner frame, hands it the page's port once, and takes it away at its second
 * load, since then it shows something that is not the page.
 */
function keepInner(sandbox: string): void {
  window.addEventListener('message', event => {
    const [page, control] = event.ports;
    if (event.source !== window.parent || !control) {
      return;
    }
    const inner = document.createElement('iframe');
    let isGiven = false;
    let loads = 0;
    inner.setAttribute('sandbox', sandbox);
    inner.setAttribute('referrerpolicy', 'no-referrer');
    inner.onload = () => {
      if (++loads > 1) {
        inner.remove();
      }
      control.postMessage({ t: loads > 1 ? 'left' : 'loaded' });
    };
    window.addEventListener('message', asked => {
      if (asked.source === inner.contentWindow && !isGiven) {
        isGiven = true;
        inner.contentWindow?.postMessage('port', '*', [page]);
      }
    });
    inner.srcdoc = String(event.data);
    document.body.append(inner);
    control.postMessage({ t: 'hello' });
  });
  window.parent.postMessage('ready', '*');
}

/** Document of the outer layer; its base is what the inner one takes addresses relative to. */
export function outerDocument(path: string): string {
  const base = pageUrl(path).replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  return `<!doctype html><html><head><meta charset="utf-8"><base href="${base}">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer">
<style>html,body,iframe{display:block;box-sizing:border-box;margin:0;border:0;width:100%;height:100%;background:#fff}</style>
</head><body><script>(${textOf(keepInner)})(${JSON.stringify(SANDBOX)})</script></body></html>`;
}

/** Put policy and shim before everything that a page brings along. */
export function addShim(page: Document): void {
  const meta = (attribute: string, name: string, content: string) => {
    const node = page.createElement('meta');
    node.setAttribute(attribute, name);
    node.setAttribute('content', content);
    return node;
  };
  const charset = page.createElement('meta');
  charset.setAttribute('charset', 'utf-8');
  const shim = page.createElement('script');
  shim.textContent = forScript(shimText());
  page.head.prepend(
    charset,
    meta('http-equiv', 'Content-Security-Policy', POLICY),
    meta('http-equiv', 'x-dns-prefetch-control', 'off'),
    meta('name', 'referrer', 'no-referrer'),
    shim
  );
}

/** A whole page as the text of the inner layer. */
export function innerDocument(page: Document): string {
  return `<!doctype html>${page.documentElement.outerHTML}`;
}
