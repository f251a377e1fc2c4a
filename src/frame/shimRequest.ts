/* A part of the shim: its text travels into the frame and stands alone, as shim.ts says. */

/** `XMLHttpRequest` on top of the frame's `fetch`: asynchronous GET, as dashboards use it. */
export class FrameRequest extends EventTarget {
  readonly UNSENT = 0;
  readonly OPENED = 1;
  readonly HEADERS_RECEIVED = 2;
  readonly LOADING = 3;
  readonly DONE = 4;
  readyState = 0;
  status = 0;
  statusText = '';
  response: unknown = '';
  responseText = '';
  responseType: XMLHttpRequestResponseType = '';
  responseURL = '';
  timeout = 0;
  withCredentials = false;
  upload = new EventTarget();

  open(method: string, url: string, isAsync = true): void {
    if (!isAsync) {
      throw new DOMException('Only asynchronous', 'InvalidAccessError');
    }
    this.#asked = { method, url: String(url) };
    this.#enter(1);
  }

  setRequestHeader(): void {
    // What is asked for by way of Lab's page has no headers of the page's own.
  }

  overrideMimeType(): void {
    // The type is the dashboard's.
  }

  getResponseHeader(name: string): string | null {
    return /^content-type$/i.test(name) ? this.#type : null;
  }

  getAllResponseHeaders(): string {
    return this.#type ? `content-type: ${this.#type}\r\n` : '';
  }

  abort(): void {
    this.#abort.abort();
  }

  send(): void {
    const { method, url } = this.#asked;
    const { signal } = this.#abort;
    window
      .fetch(url, { method, signal })
      .then(answer => this.#receive(answer))
      .then(
        () => this.#end('load'),
        () => this.#end(signal.aborted ? 'abort' : 'error')
      );
  }

  async #receive(answer: Response): Promise<void> {
    this.status = answer.status;
    this.#type = answer.headers.get('Content-Type');
    const body = await answer.arrayBuffer();
    const text = new TextDecoder().decode(body);
    switch (this.responseType) {
      case 'arraybuffer':
        this.response = body;
        break;
      case 'blob':
        this.response = new Blob([body], { type: this.#type ?? '' });
        break;
      case 'json':
        this.response = JSON.parse(text);
        break;
      default:
        this.response = this.responseText = text;
    }
  }

  #enter(state: number): void {
    this.readyState = state;
    this.#fire('readystatechange');
  }

  #end(kind: string): void {
    this.#enter(4);
    this.#fire(kind);
    this.#fire('loadend');
  }

  #fire(kind: string): void {
    const event = new ProgressEvent(kind);
    this.dispatchEvent(event);
    const own = (this as unknown as Record<string, unknown>)[`on${kind}`];
    if (typeof own === 'function') {
      own.call(this, event);
    }
  }

  #abort = new AbortController();
  #asked = { method: 'GET', url: '' };
  #type: string | null = null;
}
