import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import * as React from 'react';
import { scrubbed } from './scrub';

const MARKDOWN = 'text/markdown';

export interface IMarkdownProps {
  readonly text: string;
  readonly rendermime: IRenderMimeRegistry | null;
}

/** A description as Markdown; what comes of it is inert before it gets into the page. */
export function Markdown({
  text,
  rendermime
}: IMarkdownProps): JSX.Element | null {
  const host = React.useRef<HTMLDivElement>(null);
  const [isPlain, setPlain] = React.useState(true);
  React.useEffect(() => {
    let isCurrent = true;
    setPlain(true);
    if (text && rendermime?.mimeTypes.includes(MARKDOWN)) {
      void draw(text, rendermime)
        .then(content => {
          if (isCurrent && host.current) {
            setPlain(false);
            host.current.replaceChildren(content);
          }
        })
        // The plain text stays.
        .catch(() => undefined);
    }
    return () => {
      isCurrent = false;
    };
  }, [text, rendermime]);
  if (!text.trim()) {
    return null;
  }
  return (
    <div className="jp-CatalogMarkdown">
      {isPlain && <p className="jp-CatalogMarkdown-block">{text}</p>}
      <div ref={host} hidden={isPlain} />
    </div>
  );
}

async function draw(
  text: string,
  rendermime: IRenderMimeRegistry
): Promise<DocumentFragment> {
  const renderer = rendermime
    .clone({ resolver: undefined, linkHandler: undefined })
    .createRenderer(MARKDOWN);
  // Even before they get into the page pictures are asked for, which would tell who reads; not so in a document without
  // a window.
  document.implementation.createHTMLDocument().adoptNode(renderer.node);
  await renderer.renderModel(
    rendermime.createModel({ data: { [MARKDOWN]: text }, trusted: false })
  );
  const content = scrubbed(renderer.node);
  renderer.dispose();
  return content;
}
