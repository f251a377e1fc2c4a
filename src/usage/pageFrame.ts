import { Widget } from '@lumino/widgets';

/** What the page may do beside drawing; the server says the same of each answer. */
const SANDBOX = 'allow-scripts allow-forms allow-popups';

/**
 * A frame with a page, which cannot lead that frame anywhere else.
 *
 * The page is in an inner frame of an origin of its own. Around it is an outer one with nothing of its own but a policy:
 * where an inner frame may go, says the policy of what is around it, also when it leads itself there.
 *
 * @param prefix - whole address below which all of the page is.
 * @param address - of the page below that.
 */
export function framed(prefix: string, address: string, title: string): Widget {
  const page = document.implementation.createHTMLDocument(title);
  const policy = page.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  // What would end a source in a policy is escaped.
  const source = prefix.replace(/;/g, '%3B').replace(/,/g, '%2C');
  policy.content = `default-src 'none'; style-src 'unsafe-inline'; frame-src ${source}`;
  page.head.prepend(policy);
  const inner = page.createElement('iframe');
  inner.setAttribute('sandbox', SANDBOX);
  inner.setAttribute('referrerpolicy', 'no-referrer');
  inner.setAttribute('src', prefix + address);
  inner.title = title;
  const whole = 'border:0;display:block;height:100%;margin:0;width:100%';
  for (const element of [page.documentElement, page.body, inner]) {
    element.setAttribute('style', whole);
  }
  page.body.append(inner);
  const outer = document.createElement('iframe');
  outer.className = 'jp-UsagePage-frame';
  outer.title = title;
  outer.srcdoc = page.documentElement.outerHTML;
  const node = document.createElement('div');
  node.append(outer);
  const widget = new Widget({ node });
  // What is dragged over a frame stays with Lab.
  widget.addClass('jp-IFrame');
  return widget;
}
