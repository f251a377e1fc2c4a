import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IApiClient } from '../api/tokens';
import type { IBuiltIn } from './dashboards';

const FILE = 'file:';
const GRAFANA = 'grafana:';

/** Characters of a file with a dashboard. */
const LARGEST = 8_000_000;

/** A dashboard of a Grafana. */
export interface IPlace {
  readonly source: string;
  readonly uid: string;
}

/** A dashboard as it was found; nothing of its JSON is checked. */
export interface IFound {
  readonly json: unknown;
  /** Where Grafana shows it; empty where it is not from there. */
  readonly link: string;
  /** Whether Grafana's own page of it may be shown. */
  readonly hasPage: boolean;
  /** Names of sources by what the dashboard may call them; that of '' is the usual one. */
  readonly stores: Readonly<Record<string, string>>;
}

/** Id of the dashboard in a file of Jupyter's. */
export function idOfFile(path: string): string {
  return FILE + path;
}

/** Id of a dashboard of a Grafana. */
export function idOfGrafana(source: string, uid: string): string {
  return `${GRAFANA}${source}/${uid}`;
}

/** Where in a Grafana the dashboard that an id names is, or null. */
export function placeOf(id: string): IPlace | null {
  if (!id.startsWith(GRAFANA)) {
    return null;
  }
  const at = id.lastIndexOf('/');
  return { source: id.slice(GRAFANA.length, at), uid: id.slice(at + 1) };
}

/** Path of the file that an id names, or null. */
export function fileOf(id: string): string | null {
  return id.startsWith(FILE) ? id.slice(FILE.length) : null;
}

/** What gives the texts of files, from Jupyter's contents. */
export function readerOf(
  contents: Pick<Contents.IManager, 'get'>
): (path: string) => Promise<unknown> {
  return async path => {
    const found = await contents.get(path, {
      type: 'file',
      format: 'text',
      // Whoever says anything has to say this too.
      content: true
    });
    return found.content as unknown;
  };
}

function ours(json: unknown): IFound {
  return { json, link: '', hasPage: false, stores: {} };
}

/** Dashboards by their ids: those that come with the suite, those in files and those of a Grafana. */
export class Library {
  /** @param _read - gives the text of a file of Jupyter's. */
  constructor(
    readonly builtIn: readonly IBuiltIn[],
    private readonly _client: IApiClient,
    private readonly _read: (path: string) => Promise<unknown>,
    private readonly _trans: TranslationBundle
  ) {}

  /** Whether an id names a dashboard that does not come with the suite. */
  isForeign(id: string): boolean {
    return id.startsWith(FILE) || id.startsWith(GRAFANA);
  }

  /** A dashboard, the usual one at once; rejects with what is wrong, in words. */
  find(id: string, signal: AbortSignal): IFound | Promise<IFound> {
    const path = fileOf(id);
    if (path !== null) {
      return this._ofFile(path);
    }
    const place = placeOf(id);
    if (place !== null) {
      return this._ofGrafana(place, signal);
    }
    const known = this.builtIn.find(one => one.id === id) ?? this.builtIn[0];
    const json = known.json();
    return json instanceof Promise ? json.then(ours) : ours(json);
  }

  private async _ofFile(path: string): Promise<IFound> {
    const content = await this._read(path);
    const trans = this._trans;
    if (typeof content !== 'string' || content.length > LARGEST) {
      throw new Error(trans.__('%1 is too large for a dashboard.', path));
    }
    try {
      return ours(JSON.parse(content));
    } catch (thrown) {
      throw new Error(
        trans.__('%1 is no JSON: %2', path, (thrown as Error).message)
      );
    }
  }

  private async _ofGrafana(
    place: IPlace,
    signal: AbortSignal
  ): Promise<IFound> {
    const { document, link, hasPage, sources, problem } =
      await this._client.call('getGrafanaDashboard', { body: place }, signal);
    if (problem) {
      throw new Error(this._trans.__('Grafana: %1.', problem.message));
    }
    return {
      json: document,
      link: link ?? '',
      hasPage: hasPage ?? false,
      stores: sources ?? {}
    };
  }
}
