import { apiPlugin } from './api/plugin';

export { IServer } from './api/tokens';

export default [apiPlugin];
