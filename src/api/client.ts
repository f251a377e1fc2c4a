import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { endpoints } from './endpoints.gen';
import { ApiError, ServerHalfMissing, type Problem } from './errors';
import type { Args, IApiClient, Operation, Reply } from './tokens';

const PREFIX = 'pangeo';

/**
 * The one place that makes requests.
 *
 * Path parts are encoded here; an answer that is not ours becomes {@link ServerHalfMissing}.
 */
export class ApiClient implements IApiClient {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  async call<O extends Operation>(
    operation: O,
    args: Args<O>,
    signal?: AbortSignal
  ): Promise<Reply<O>> {
    const { method, path } = endpoints[operation];
    const { path: slots = {}, query = {}, body } = args as ILooseArgs;
    const filled = path.replace(/{(\w+)}/g, (_, slot: string) =>
      encodeURIComponent(slots[slot])
    );
    const response = await this.fetch(filled + toQuery(query), {
      method,
      signal,
      ...(body === undefined
        ? {}
        : {
            body: JSON.stringify(body),
            headers: { 'Content-Type': 'application/json' }
          })
    });
    if (response.status === 204) {
      return undefined as Reply<O>;
    }
    return (await readJson(response)) as Reply<O>;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await ServerConnection.makeRequest(
      this._url(this._settings.baseUrl, path),
      init,
      this._settings
    );
    if (!response.ok) {
      throw new ApiError(response.status, await readProblem(response));
    }
    return response;
  }

  socket(path: string, protocols: readonly string[] = []): WebSocket {
    const { wsUrl, token, appendToken, WebSocket } = this._settings;
    const url = this._url(wsUrl, path);
    const signed =
      appendToken && token
        ? `${url}${url.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`
        : url;
    return new WebSocket(signed, [...protocols]);
  }

  private _url(base: string, path: string): string {
    if (!path.startsWith('/') || /(^|\/)\.\.?(\/|$|\?)/.test(path)) {
      throw new Error(`not a path below ${PREFIX}/: ${path}`);
    }
    return URLExt.join(base, PREFIX) + path;
  }
}

interface ILooseArgs {
  path?: Record<string, string>;
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
}

function toQuery(query: NonNullable<ILooseArgs['query']>): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null
  );
  const text = new URLSearchParams(
    given.map(([name, value]) => [name, String(value)])
  ).toString();
  return text ? `?${text}` : '';
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ServerHalfMissing();
  }
}

/** The problem of a failed answer; Jupyter's HTML page for an unknown route means that our half is not there. */
async function readProblem(response: Response): Promise<Problem> {
  const body = await readJson(response);
  const { code, message, path } = (body ?? {}) as Partial<Problem>;
  return {
    code: code ?? 'unknown',
    message: message ?? response.statusText,
    path: path ?? null
  };
}
