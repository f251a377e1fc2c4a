import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';

import { ApiClient } from './client';
import { Live } from './live';
import { Server } from './server';
import { IServer } from './tokens';

/** Gives the other plugins the server half; makes no request of its own. */
export const apiPlugin: JupyterFrontEndPlugin<IServer> = {
  id: 'jupyterlab-pangeo:api',
  description: 'Typed requests and the live socket to the server half.',
  autoStart: true,
  provides: IServer,
  activate: (app: JupyterFrontEnd): IServer => {
    const client = new ApiClient(app.serviceManager.serverSettings);
    return new Server(client, new Live(client));
  }
};
