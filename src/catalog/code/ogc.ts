import { call } from './call';
import type { ISnippet, ITask } from './types';

interface IClient {
  readonly module: string;
  readonly name: string;
  /** The version to ask for; without one, OWSLib takes what the service offers. */
  readonly version?: string;
}

const CLIENTS: Readonly<Record<string, IClient>> = {
  wms: { module: 'owslib.wms', name: 'WebMapService', version: '1.3.0' },
  wmts: { module: 'owslib.wmts', name: 'WebMapTileService' },
  wcs: { module: 'owslib.wcs', name: 'WebCoverageService' },
  wfs: { module: 'owslib.wfs', name: 'WebFeatureService', version: '2.0.0' }
};

/** What a request says that OWSLib says itself. */
const SAID = new Set(['service', 'request', 'version', 'acceptversions']);

/** A service of maps, coverages or features by OWSLib: what it offers, not yet any data. */
function ogcCode(task: ITask): ISnippet {
  const client = CLIENTS[task.recipe.format];
  const opened = call(client.name, [endpoint(task.urls[0])], {
    version: client.version
  });
  return {
    imports: [`from ${client.module} import ${client.name}`],
    lines: [`${task.variable} = ${opened}`],
    packages: ['OWSLib'],
    notes: [`What the service offers: list(${task.variable}.contents)`]
  };
}

/** The address without what a request adds to it. */
function endpoint(url: string): string {
  const [path, query] = url.split(/\?(.*)/s);
  const kept = (query ?? '')
    .split('&')
    .filter(pair => pair && !SAID.has(pair.split('=')[0].toLowerCase()));
  return kept.length ? `${path}?${kept.join('&')}` : path;
}

/** OGC's services by the names that readers of records give them. */
export const OGC_FORMATS: readonly (readonly [
  string,
  (task: ITask) => ISnippet
])[] = Object.keys(CLIENTS).map(name => [name, ogcCode]);
