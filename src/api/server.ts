import type { ServerConnection } from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';
import { ApiClient } from './client';
import { version as pageVersion } from './endpoints.gen';
import { ServerHalfMissing } from './errors';
import { Live } from './live';
import type { IApiClient, ILive, IServer, ServerHalf } from './tokens';

/** The server half that the page's own server settings lead to. */
export function makeServer(settings: ServerConnection.ISettings): IServer {
  return new Server(new ApiClient(settings));
}

/** Asks the server half once who it is, and keeps the answer. */
export class Server implements IServer {
  constructor(readonly client: IApiClient) {
    this.live = new Live(client);
  }

  readonly live: ILive;

  get changed(): ISignal<IServer, void> {
    return this._changed;
  }

  get half(): ServerHalf {
    return this._half;
  }

  check(): Promise<ServerHalf> {
    return (this._asked ??= this._ask());
  }

  private async _ask(): Promise<ServerHalf> {
    try {
      const status = await this.client.call('getStatus', {});
      this._half =
        status.version === pageVersion
          ? { phase: 'ready', status }
          : { phase: 'mismatch', serverVersion: status.version, pageVersion };
    } catch (error) {
      if (error instanceof ServerHalfMissing) {
        this._half = { phase: 'missing' };
      } else {
        // A passing fault: whoever needs the answer asks again.
        this._asked = null;
      }
    }
    this._changed.emit();
    return this._half;
  }

  private _asked: Promise<ServerHalf> | null = null;
  private _changed = new Signal<IServer, void>(this);
  private _half: ServerHalf = { phase: 'unknown' };
}
