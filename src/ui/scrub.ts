/** Elements that a description may have; of all others only the text stays. */
const ALLOWED = new Set(
  (
    'P BR HR H1 H2 H3 H4 H5 H6 B STRONG I EM S DEL SUB SUP CODE PRE KBD SAMP BLOCKQUOTE UL OL LI DL DT DD ' +
    'TABLE THEAD TBODY TFOOT TR TH TD A SPAN DIV'
  ).split(' ')
);

/** Elements whose text is no text for a reader. */
const DROPPED = new Set(
  'SCRIPT STYLE TEMPLATE TITLE NOSCRIPT IFRAME OBJECT EMBED SVG MATH TEXTAREA SELECT OPTION'.split(
    ' '
  )
);

/** Parts of our own class by element. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/^(P|UL|OL|DL|BLOCKQUOTE)$/, 'block'],
  [/^H[1-6]$/, 'heading'],
  [/^PRE$/, 'code'],
  [/^(TABLE)$/, 'table']
];

const ATTRIBUTES = new Set(['colspan', 'rowspan', 'start', 'title']);

/**
 * A copy of sanitised nodes that can do nothing: no attribute by which a page acts, no picture, links to the
 * web only.
 *
 * Lab's sanitizer lets `data-*`, `id`, `name` and `class` pass, by which text could run commands, hide
 * globals, or dress up as a part of Lab.
 */
export function scrubbed(root: Node): DocumentFragment {
  const fragment = document.createDocumentFragment();
  copyChildren(root, fragment);
  return fragment;
}

function copyChildren(from: Node, to: Node): void {
  from.childNodes.forEach(child => {
    if (child.nodeType === Node.TEXT_NODE) {
      to.appendChild(document.createTextNode(child.textContent ?? ''));
    } else if (child instanceof Element) {
      copyElement(child, to);
    }
  });
}

function copyElement(element: Element, to: Node): void {
  const name = element.tagName.toUpperCase();
  // The anchors that Lab puts after headings lead nowhere here.
  if (
    DROPPED.has(name) ||
    element.classList.contains('jp-InternalAnchorLink')
  ) {
    return;
  }
  if (name === 'IMG') {
    to.appendChild(picture(element));
  } else if (ALLOWED.has(name)) {
    const copy = shell(element, name);
    copyChildren(element, copy);
    to.appendChild(copy);
  } else {
    copyChildren(element, to);
  }
}

/** An element of that kind with the attributes that may stay; a link to anywhere but the web is no link. */
function shell(element: Element, name: string): HTMLElement {
  const href = name === 'A' ? webAddress(element.getAttribute('href')) : null;
  const copy = document.createElement(name === 'A' && !href ? 'span' : name);
  const look = LOOKS.find(([names]) => names.test(copy.tagName))?.[1];
  if (look) {
    copy.className = `jp-PangeoMarkdown-${look}`;
  }
  for (const { name: attribute, value } of Array.from(element.attributes)) {
    if (ATTRIBUTES.has(attribute.toLowerCase())) {
      copy.setAttribute(attribute, value);
    }
  }
  if (href) {
    makeLink(copy, href);
  }
  return copy;
}

/** A picture would tell its server who reads: its words stand for it, with a link. */
function picture(element: Element): Node {
  const words = element.getAttribute('alt') ?? '';
  const href = webAddress(element.getAttribute('src'));
  if (!href) {
    return document.createTextNode(words);
  }
  const link = document.createElement('a');
  makeLink(link, href);
  link.textContent = words || href;
  return link;
}

function makeLink(link: HTMLElement, href: string): void {
  link.className = 'jp-PangeoMarkdown-link';
  link.setAttribute('href', href);
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer');
}

/** An absolute address of the web, as it is written; null for anything else. */
export function webAddress(text: string | null): string | null {
  if (!text || !/^https?:\/\//i.test(text.trim())) {
    return null;
  }
  try {
    return new URL(text.trim()).href;
  } catch {
    return null;
  }
}
