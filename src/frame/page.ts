import type { IApiClient } from '../api/tokens';
import { readBounded, readText } from './bounded';
import { cleanStyles, parsePage, textPage, usesMath } from './clean';
import { forScript, inlineScript, remainder } from './layers';
import { resolvePath } from './paths';
import { LIMITS } from './policy';
import type { TextCache } from './texts';

/** A page ready to be written into a frame. */
export interface IPage {
  /** Where the dashboard said it is, after redirects; without a leading slash. */
  readonly path: string;
  /** Paths of the scripts that the page begins with, in their order. */
  readonly scripts: readonly string[];
  /** What comes after these scripts. */
  readonly html: string;
}

const isMath = (path: string): boolean => /mathjax/i.test(path);

/** Fetches pages of one dashboard and makes them whole, so that a frame has nothing to load. */
export class PageLoader {
  /** @param _scripts - what the dashboard's pages are expected to begin with. */
  constructor(
    private readonly _client: Pick<IApiClient, 'fetch'>,
    private readonly _clusterId: string,
    private readonly _texts: TextCache,
    private _scripts: readonly string[] = []
  ) {
    this._scripts = _scripts.filter(path => !isMath(path));
  }

  /** What the next page is expected to begin with: as the last one did. */
  get expected(): readonly string[] {
    return this._scripts;
  }

  /**
   * Scripts by their paths, as markup.
   *
   * @throws ApiError as the client; TooLargeError where one passes its bound.
   */
  async scripts(paths: readonly string[]): Promise<string> {
    const texts = await Promise.all(paths.map(path => this._text(path)));
    return texts.map(inlineScript).join('');
  }

  /**
   * @throws ApiError as the client; TooLargeError where the page passes its bound.
   */
  async load(path: string, signal: AbortSignal): Promise<IPage> {
    const response = await this._get(path, signal);
    const found = this._pathOf(response) ?? path;
    const text = await readText(response, LIMITS.page);
    const type = response.headers.get('Content-Type') ?? '';
    if (!/^(text\/html|application\/xhtml)/i.test(type)) {
      return { path: found, scripts: [], html: remainder(textPage(text)) };
    }
    const page = parsePage(text);
    const hasMath = usesMath(text);
    const scripts = takeFirstScripts(page, found).filter(
      script => hasMath || !isMath(script)
    );
    await Promise.all([
      this.scripts(scripts),
      this._inlineScripts(page, found, hasMath),
      this._inlineStyles(page, found),
      this._inlineImages(page, found, signal)
    ]);
    if (scripts.length && !hasMath) {
      this._scripts = scripts;
    }
    return { path: found, scripts, html: remainder(page) };
  }

  private _get(path: string, signal?: AbortSignal): Promise<Response> {
    // The browser's own cache is wanted: Lab's usual `no-store` would add a time to each address.
    return this._client.fetch(this._prefix + path, {
      cache: 'default',
      signal
    });
  }

  private get _prefix(): string {
    return `/clusters/${encodeURIComponent(this._clusterId)}/dashboard/`;
  }

  /** Path of an answer below the dashboard. */
  private _pathOf(response: Response): string | null {
    const at = response.url.indexOf(this._prefix);
    return at < 0
      ? null
      : resolvePath(`/${response.url.slice(at + this._prefix.length)}`, '');
  }

  /** Shared with other frames, so that none of them can give it up. */
  private _text(path: string): Promise<string> {
    return this._texts.get(`${this._clusterId}/${path}`, async () =>
      readText(await this._get(path), LIMITS.text)
    );
  }

  private async _inlineScripts(
    page: Document,
    path: string,
    hasMath: boolean
  ): Promise<void> {
    const scripts = [...page.querySelectorAll('script[src]')];
    await Promise.all(
      scripts.map(async script => {
        const source = resolvePath(script.getAttribute('src') ?? '', path);
        script.removeAttribute('src');
        script.removeAttribute('async');
        if (source === null || (!hasMath && isMath(source))) {
          script.remove();
          return;
        }
        script.textContent = forScript(await this._text(source));
      })
    );
    // A script in the page runs at once; one that was to wait for the page goes to its end, in its order.
    page.body.append(...page.querySelectorAll('script[defer]'));
  }

  private async _inlineStyles(page: Document, path: string): Promise<void> {
    const links = [...page.querySelectorAll('link')];
    await Promise.all(
      links.map(async link => {
        const source = resolvePath(link.getAttribute('href') ?? '', path);
        const css = source === null ? null : await this._try(source);
        if (css === null) {
          link.remove();
          return;
        }
        const style = page.createElement('style');
        style.media = link.media;
        style.textContent = cleanStyles(css).replace(/<(?=\/style)/gi, '');
        link.replaceWith(style);
      })
    );
  }

  /** A style that is missing makes a page plain, not broken. */
  private async _try(path: string): Promise<string | null> {
    try {
      return await this._text(path);
    } catch {
      return null;
    }
  }

  private async _inlineImages(
    page: Document,
    path: string,
    signal: AbortSignal
  ): Promise<void> {
    const images = [
      ...page.querySelectorAll('img[src], input[type="image" i][src]')
    ];
    await Promise.all(
      images.map(async (image, index) => {
        const given = image.getAttribute('src') ?? '';
        const source = resolvePath(given, path);
        if (/^data:/i.test(given)) {
          return;
        }
        image.removeAttribute('src');
        const data =
          source !== null && index < LIMITS.images
            ? await this._image(source, signal)
            : null;
        if (data) {
          image.setAttribute('src', data);
        }
      })
    );
  }

  private async _image(
    path: string,
    signal: AbortSignal
  ): Promise<string | null> {
    try {
      const response = await this._get(path, signal);
      const type = response.headers.get('Content-Type')?.split(';')[0] ?? '';
      const body = await readBounded(response, LIMITS.image);
      return /^image\/[\w.+-]+$/.test(type) ? dataUri(type, body) : null;
    } catch {
      return null;
    }
  }
}

/** Take the scripts out of a page that run before everything else of it; answers their paths. */
function takeFirstScripts(page: Document, path: string): string[] {
  const taken: string[] = [];
  for (const script of page.head.querySelectorAll('script')) {
    const source = resolvePath(script.getAttribute('src') ?? '', path);
    const isPlain = [...script.attributes].every(({ name }) => name === 'src');
    if (!script.hasAttribute('src') || !isPlain || source === null) {
      break;
    }
    taken.push(source);
    script.remove();
  }
  return taken;
}

function dataUri(type: string, body: ArrayBuffer): string {
  const bytes = Array.from(new Uint8Array(body), byte =>
    String.fromCharCode(byte)
  );
  return `data:${type};base64,${window.btoa(bytes.join(''))}`;
}
