import { apiPlugin } from './api/plugin';
import { catalogModelPlugin, catalogPlugin } from './catalog/plugin';
import { clusterModelPlugin, clustersPlugin } from './clusters/plugin';
import { plotsPlugin } from './plots/plugin';
import { usagePlugin } from './usage/plugin';

export { IServer } from './api/tokens';
export { ICatalogModel } from './catalog/tokens';
export { IClusterModel, IClusterPanel } from './clusters/tokens';

export default [
  apiPlugin,
  clusterModelPlugin,
  clustersPlugin,
  catalogModelPlugin,
  catalogPlugin,
  plotsPlugin,
  usagePlugin
];
