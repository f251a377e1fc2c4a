import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import * as React from 'react';
import '../../style/markdown.css';
import { scrubbed } from './scrub';

export interface IMarkdownProps {
  readonly text: string;
  readonly rendermime: IRenderMimeRegistry | null;
  readonly mimeType?: 'text/markdown' | 'text/html';
}

/** Somebody's text as Markdown or HTML; what comes of it is inert before it gets into the page. */
export function Markdown({
  text,
  rendermime,
  mimeType = 'text/markdown'
}: IMarkdownProps): JSX.Element | null {
  const host = React.useRef<HTMLDivElement>(null);
  const [isPlain, setPlain] = React.useState(true);
  React.useEffect(() => {
    let isCurrent = true;
    setPlain(true);
    if (text && rendermime?.mimeTypes.includes(mimeType)) {
      void draw(text, rendermime, mimeType)
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
  }, [text, rendermime, mimeType]);
  if (!text.trim()) {
    return null;
  }
  return (
    <div className="jp-PangeoMarkdown">
      {isPlain && <p className="jp-PangeoMarkdown-block">{text}</p>}
      <div ref={host} hidden={isPlain} />
    </div>
  );
}

async function draw(
  text: string,
  rendermime: IRenderMimeRegistry,
  mimeType: string
): Promise<DocumentFragment> {
  const renderer = rendermime
    .clone({ resolver: undefined, linkHandler: undefined })
    .createRenderer(mimeType);
  // Even before they get into the page pictures are asked for, which would tell who reads; not so in a document without
  // a window.
  document.implementation.createHTMLDocument().adoptNode(renderer.node);
  await renderer.renderModel(
    rendermime.createModel({ data: { [mimeType]: text }, trusted: false })
  );
  const content = scrubbed(renderer.node);
  renderer.dispose();
  return content;
}
