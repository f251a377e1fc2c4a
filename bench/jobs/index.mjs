/** The jobs, in the order in which they run; `runs` is how often each side is measured. */
import { catalog } from './catalog.mjs';
import { changes } from './changes.mjs';
import { charts } from './charts.mjs';
import { collection } from './collection.mjs';
import { memory } from './memory.mjs';
import { plots } from './plots.mjs';
import { proxy } from './proxy.mjs';
import { recorder } from './recorder.mjs';
import { scroll } from './scroll.mjs';
import { soak } from './soak.mjs';
import { stac } from './stac.mjs';
import { stall } from './stall.mjs';
import { start } from './start.mjs';
import { weight } from './weight.mjs';

export const JOBS = {
  weight: { title: 'Weight and idle requests', work: weight, runs: 1 },
  memory: { title: 'Memory', work: memory, runs: 3 },
  start: { title: 'Start of a cluster', work: start, runs: 5 },
  stall: { title: 'Stalls of the event loop', work: stall, runs: 3 },
  plots: { title: 'Dask’s own page in a frame', work: plots, runs: 5 },
  changes: { title: 'News and faults', work: changes, runs: 3 },
  proxy: { title: 'The dashboard proxy', work: proxy, runs: 3 },
  catalog: { title: 'Large catalogs', work: catalog, runs: 3 },
  collection: { title: 'A large collection', work: collection, runs: 3 },
  stac: { title: 'Many STAC items', work: stac, runs: 1 },
  scroll: { title: 'Scrolling a large catalog', work: scroll, runs: 3 },
  charts: { title: 'Charts of the tab Usage', work: charts, runs: 3 },
  recorder: { title: 'The record of usage', work: recorder, runs: 3 },
  soak: { title: 'Minutes of load on the proxy', work: soak, runs: 1 }
};
