import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IServer } from './tokens';

/** Gives the other plugins the server half, when one of them first asks for it; makes no request of its own. */
export const apiPlugin: JupyterFrontEndPlugin<IServer> = {
  id: 'jupyterlab-pangeo:api',
  description: 'Typed requests and the live socket to the server half.',
  autoStart: false,
  provides: IServer,
  activate: async (app: JupyterFrontEnd): Promise<IServer> => {
    const { makeServer } = await import(
      /* webpackChunkName: "api" */ './server'
    );
    return makeServer(app.serviceManager.serverSettings);
  }
};
