/** Elements that only load something, or that our own stand in for. */
const DROPPED = [
  'base',
  'meta[http-equiv]',
  'meta[name="referrer" i]',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'portal',
  'fencedframe',
  'link:not([rel~="stylesheet" i])'
].join(',');

/** Attributes that make the browser ask for something, or that hold for a file but not for its text. */
const STRIPPED = ['ping', 'srcset', 'imagesrcset', 'background', 'poster'];
const OF_SCRIPTS = ['integrity', 'crossorigin', 'nonce', 'referrerpolicy'];

/** HTML parsed without running or loading anything, and without what could load or redirect. */
export function parsePage(html: string): Document {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const node of page.querySelectorAll(DROPPED)) {
    node.remove();
  }
  if (!page.body) {
    page.documentElement.append(page.createElement('body'));
  }
  for (const name of STRIPPED) {
    for (const node of page.querySelectorAll(`[${name}]`)) {
      node.removeAttribute(name);
    }
  }
  for (const node of page.querySelectorAll('script, link')) {
    OF_SCRIPTS.forEach(name => node.removeAttribute(name));
  }
  return page;
}

/** A page that shows text as it is. */
export function textPage(text: string): Document {
  const page = document.implementation.createHTMLDocument('');
  const pre = page.createElement('pre');
  pre.textContent = text;
  page.body.append(pre);
  return page;
}

/** Styles without anything that would be loaded; what is in them already stays. */
export function cleanStyles(css: string): string {
  return css
    .replace(/@import\b[^;]*;?/gi, '')
    .replace(/url\(\s*(?:"[^"]*"|'[^']*'|[^)"']*)\s*\)/gi, found =>
      /^url\(\s*["']?data:/i.test(found) ? found : 'url("data:,")'
    );
}

/** Whether a page has mathematics to set, which is all that Bokeh's largest script is for. */
export function usesMath(html: string): boolean {
  return /\$\$|\\\\\[|\\\\\(|<math[\s>]|"type":"(?:TeX|MathML|Ascii)"/.test(
    html
  );
}
