import { apiPlugin } from './api/plugin';
import { clusterModelPlugin, clustersPlugin } from './clusters/plugin';

export { IServer } from './api/tokens';
export { IClusterModel, IClusterPanel } from './clusters/tokens';

export default [apiPlugin, clusterModelPlugin, clustersPlugin];
