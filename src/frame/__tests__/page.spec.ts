import { cleanStyles, parsePage, usesMath } from '../clean';
import { forScript, innerDocument, opening, outerDocument } from '../layers';
import { PageLoader } from '../page';
import { POLICY } from '../policy';
import { TextCache } from '../texts';

/** The part of a `Response` that is read; jsdom has none. */
function answer(body: string, type = 'text/html', url = ''): Response {
  const bytes = new TextEncoder().encode(body);
  let isRead = false;
  return {
    url,
    headers: { get: () => type },
    body: {
      getReader: () => ({
        read: async () =>
          isRead
            ? { done: true }
            : ((isRead = true), { done: false, value: bytes }),
        cancel: async () => undefined
      })
    }
  } as unknown as Response;
}

/** A dashboard of files; everything else is refused. */
class Files {
  readonly asked: string[] = [];

  constructor(
    private readonly _files: Record<string, [string, string?, string?]>
  ) {}

  async fetch(path: string): Promise<Response> {
    this.asked.push(path);
    const file = this._files[path.replace('/clusters/c1/dashboard/', '')];
    if (!file) {
      throw new Error(`no ${path}`);
    }
    return answer(...file);
  }
}

async function load(
  files: Files,
  path = 'page',
  texts = new TextCache()
): Promise<Document> {
  const loader = new PageLoader(files, 'c1', texts);
  const page = await loader.load(path, new AbortController().signal);
  return written(await loader.scripts(page.scripts), page.html);
}

/** What a frame makes of what is written into it. */
function written(...parts: string[]): Document {
  return new DOMParser().parseFromString(
    opening() + parts.join(''),
    'text/html'
  );
}

const ELSEWHERE = [
  '<meta http-equiv="refresh" content="0;url=http://e/">',
  '<META HTTP-EQUIV="Content-Security-Policy" content="script-src *">',
  '<base href="http://e/">',
  '<link rel="dns-prefetch" href="//e">',
  '<link rel="preconnect" href="//e"><link rel="Prefetch" href="//e"><link rel=icon href="//e">',
  '<link rel="stylesheet" href="http://e/a.css">',
  '<link rel="stylesheet preload" href="//e/a.css">',
  '<script src="http://e/a.js"></script>',
  '<script src="//e/a.js" integrity="x" crossorigin></script>',
  '<script src="data:text/javascript,1"></script>',
  '<iframe src="http://e/"></iframe><iframe srcdoc="&lt;script&gt;"></iframe>',
  '<object data="http://e/"></object><embed src="http://e/"><frameset><frame src="http://e/"></frameset>',
  '<img src="http://e/i" srcset="http://e/i 2x"><input type=image src="http://e/i">',
  '<body background="http://e/"><video poster="http://e/"></video>',
  '<a ping="http://e/" href="x">a</a>',
  '<svg><script href="http://e/"></script></svg>'
];

describe('a page in a frame', () => {
  it.each(ELSEWHERE)('has nothing left to load of %s', async markup => {
    const files = new Files({
      page: [`<html><head></head><body>${markup}${markup}</body></html>`]
    });
    const page = await load(files);
    const selector =
      'base, iframe, frame, object, embed, link, script[src], img[src], input[src], [ping], [srcset], [poster], [background]';
    expect(
      [...page.querySelectorAll(selector)].map(node => node.outerHTML)
    ).toEqual([]);
    expect(files.asked).toEqual(['/clusters/c1/dashboard/page']);
    const metas = [...page.querySelectorAll('meta[http-equiv]')].map(node =>
      node.getAttribute('content')
    );
    expect(metas).toEqual([POLICY, 'off']);
  });

  it('begins with the policy, whatever the page begins with', async () => {
    const page = await load(
      new Files({
        page: ['<script>first()</script><head><script>second()</script>']
      })
    );
    expect(page.head.children[1].getAttribute('content')).toBe(POLICY);
    const scripts = [...page.querySelectorAll('script')].map(
      node => node.textContent ?? ''
    );
    expect(scripts).toEqual(['first()', 'second()']);
  });

  it('has its scripts and styles inside, in their order', async () => {
    const files = new Files({
      'info/page': [
        '<head><script src="../static/a.js?v=1"></script><script defer src="b.js"></script><link rel=stylesheet media=print href="/s.css"></head><body><p></p><script type="module" src="c.js"></script></body>'
      ],
      'static/a.js?v=1': ['a("</script><!--")'],
      'info/b.js': ['b()'],
      'info/c.js': ['c()'],
      's.css': ['p { background: url(x.png) } </style><script>evil()</script>']
    });
    const page = await load(files, 'info/page');
    const scripts = [...page.querySelectorAll('script')];
    expect(scripts.map(node => node.textContent)).toEqual([
      'a("\\x3c/script>\\x3c!--")',
      'c()',
      'b()'
    ]);
    expect(scripts[1].type).toBe('module');
    const style = page.querySelector('style');
    expect(style?.media).toBe('print');
    expect(style?.textContent).toContain('url("data:,")');
  });

  it('shares scripts of one cluster and leaves mathematics out', async () => {
    const files = new Files({
      page: [
        '<script src="static/a.js"></script><script src="static/js/bokeh-mathjax.min.js"></script>'
      ],
      'static/a.js': ['a()']
    });
    const texts = new TextCache();
    await load(files, 'page', texts);
    await load(files, 'page', texts);
    expect(files.asked.filter(path => path.endsWith('a.js'))).toHaveLength(1);
    expect(files.asked.filter(path => path.includes('mathjax'))).toHaveLength(
      0
    );
    expect(usesMath('{"text":"$$x^2$$"}')).toBe(true);
  });

  it('shows small images and drops what is none', async () => {
    const files = new Files({
      page: [
        '<img id=a src="a.png"><img id=b src="b.png"><img id=c src="c.png"><img id=d src="data:image/gif;base64,R0">'
      ],
      'a.png': ['abc', 'image/png; x'],
      'b.png': ['<script>', 'text/html'],
      'c.png': ['x'.repeat(300_000), 'image/png']
    });
    const page = await load(files);
    const sources = [...page.querySelectorAll('img')].map(node =>
      node.getAttribute('src')
    );
    expect(sources).toEqual([
      'data:image/png;base64,YWJj',
      null,
      null,
      'data:image/gif;base64,R0'
    ]);
  });

  it('is shown as text where it is text', async () => {
    const page = await load(
      new Files({ page: ['{"a": "<script>x</script>"}', 'application/json'] })
    );
    expect(page.querySelector('pre')?.textContent).toBe(
      '{"a": "<script>x</script>"}'
    );
    expect(page.querySelectorAll('script')).toHaveLength(0);
  });

  it('is refused where it is too large', async () => {
    const files = new Files({ page: ['x'.repeat(4 * 1024 * 1024 + 1)] });
    await expect(load(files)).rejects.toThrow('larger than');
  });

  it('says where it is after a redirect', async () => {
    const files = new Files({
      '': [
        '<p>',
        'text/html',
        'http://lab/user/a/pangeo/clusters/c1/dashboard/status?a=1'
      ]
    });
    const loader = new PageLoader(files, 'c1', new TextCache());
    expect((await loader.load('', new AbortController().signal)).path).toBe(
      'status?a=1'
    );
  });

  it('tells the scripts it begins with from those that come later', async () => {
    const files = new Files({
      'info/page': [
        '<html lang="en" class="k"><head><title>t</title><script src="../a.js?v=1"></script><script src="js/mathjax.js"></script><script>inline()</script><script src="b.js"></script></head><body id="b"></body></html>'
      ],
      'a.js?v=1': ['a()'],
      'info/b.js': ['b()']
    });
    const loader = new PageLoader(files, 'c1', new TextCache());
    expect(loader.expected).toEqual([]);
    const page = await loader.load('info/page', new AbortController().signal);
    expect(page.scripts).toEqual(['a.js?v=1']);
    expect(loader.expected).toEqual(['a.js?v=1']);
    const whole = written(await loader.scripts(page.scripts), page.html);
    const root = whole.documentElement;
    expect([root.lang, root.className, whole.body.id, whole.title]).toEqual([
      'en',
      'k',
      'b',
      't'
    ]);
    expect(
      [...whole.querySelectorAll('script')].map(node => node.textContent)
    ).toEqual(['a()', 'inline()', 'b()']);
  });

  it('leaves mathematics out of what is expected', () => {
    const scripts = ['a.js', 'static/js/bokeh-mathjax.min.js'];
    const loader = new PageLoader(
      new Files({}),
      'c1',
      new TextCache(),
      scripts
    );
    expect(loader.expected).toEqual(['a.js']);
  });

  it('fails where a script of its own is missing', async () => {
    await expect(
      load(new Files({ page: ['<script src="a.js"></script>'] }))
    ).rejects.toThrow('no /clusters');
  });
});

describe('the documents', () => {
  it('keep a path from ending an attribute', () => {
    const page = new DOMParser().parseFromString(
      outerDocument('a"><script>x</script>&b'),
      'text/html'
    );
    expect(page.querySelectorAll('script')).toHaveLength(1);
    expect(page.querySelector('base')?.href).toContain(
      'http://dashboard.invalid/a'
    );
  });

  it('keep a script from ending itself', () => {
    for (const text of ['</script>', '</SCRIPT ', '<!-- <script>']) {
      expect(forScript(`"${text}"`)).not.toMatch(/<\/script|<!--/i);
    }
    const inner = new DOMParser().parseFromString(innerDocument(), 'text/html');
    expect(inner.querySelectorAll('script')).toHaveLength(1);
    expect(inner.body.childNodes).toHaveLength(0);
    expect(parsePage('<frameset><frame src="x"></frameset>').body).toBeTruthy();
  });

  it('leave no address in a style', () => {
    const css =
      '@import "http://e/a"; @IMPORT url(//e/b); a{b:url( "http://e/c" );c:URL(\'d\');e:url(data:x)}';
    expect(cleanStyles(css)).not.toMatch(/\/\/e/);
    expect(cleanStyles(css)).toContain('url(data:x)');
  });
});
