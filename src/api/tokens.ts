import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { endpoints } from './endpoints.gen';
import type { components, operations } from './schema.gen';

/** A wire type by its name. */
export type Wire<N extends keyof components['schemas']> =
  components['schemas'][N];

/** Name of a route of the server half. */
export type Operation = keyof typeof endpoints & keyof operations;

type Json<R> = R extends { content: { 'application/json': infer T } }
  ? T
  : undefined;

/** What a route answers; `undefined` where it can answer without a body. */
export type Reply<O extends Operation> =
  operations[O]['responses'] extends infer R
    ? Json<R[Extract<keyof R, 200 | 202 | 204>]>
    : never;

type Body<O extends Operation> = operations[O] extends {
  requestBody: { content: { 'application/json': infer B } };
}
  ? { body: B }
  : unknown;
type Path<O extends Operation> = operations[O]['parameters'] extends {
  path: infer P;
}
  ? { path: P }
  : unknown;
type Query<O extends Operation> = operations[O]['parameters'] extends {
  query?: infer Q;
}
  ? { query?: Q }
  : unknown;

/** Path slots, query and body of a route, checked when compiled. */
export type Args<O extends Operation> = Body<O> & Path<O> & Query<O>;

/** Makes typed requests to the server half. */
export interface IApiClient {
  /**
   * Call a route.
   *
   * @throws ApiError with the server's problem; ServerHalfMissing where nothing of ours answers.
   */
  call<O extends Operation>(
    operation: O,
    args: Args<O>,
    signal?: AbortSignal
  ): Promise<Reply<O>>;

  /** Fetch a path below `pangeo/` as it is; rejects like `call`. */
  fetch(path: string, init?: RequestInit): Promise<Response>;

  /** Open a WebSocket to a path below `pangeo/`. */
  socket(path: string, protocols?: readonly string[]): WebSocket;
}

/** A change that the server half announced. */
export type Change = Wire<'Changed'>;

/** A stream that the page may subscribe to. */
export type Stream = Wire<'Subscribe'>['stream'];

/** What each stream yields. */
export type Samples = {
  'cluster-samples': Wire<'ClusterSample'>;
  usage: Wire<'UsageNow'>;
  'warm-host': never;
};

/** The one live socket of the page: it opens with the first listener and reconnects by itself. */
export interface ILive {
  /** Whether the socket is up; null before it was ever needed. */
  readonly isConnected: boolean | null;
  /** Emitted when the socket comes up or goes down. */
  readonly connectionChanged: ISignal<ILive, void>;
  /**
   * Call `refresh` for each change of a topic, and once after every (re)connection,
   * when `null` is given in place of a change.
   */
  listen(
    topic: Change['topic'],
    refresh: (change: Change | null) => void
  ): IDisposable;
  /** Receive a stream until disposed; the server is asked only while somebody receives. */
  subscribe<S extends Stream>(
    stream: S,
    id: string,
    receive: (sample: Samples[S]) => void
  ): IDisposable;
}

/** What is known of the server half. */
export type ServerHalf =
  | { readonly phase: 'unknown' }
  | { readonly phase: 'ready'; readonly status: Wire<'Status'> }
  | { readonly phase: 'missing' }
  | {
      readonly phase: 'mismatch';
      readonly serverVersion: string;
      readonly pageVersion: string;
    };

/** The server half of the suite, as the page reaches it. */
export interface IServer {
  readonly client: IApiClient;
  readonly live: ILive;
  /** Emitted when `half` changed. */
  readonly changed: ISignal<IServer, void>;
  /** What is known of the server half; asked with the first `check`. */
  readonly half: ServerHalf;
  /** Ask (once) for the server half's version; never rejects. */
  check(): Promise<ServerHalf>;
}

export const IServer = new Token<IServer>(
  'jupyterlab-pangeo:IServer',
  'The server half of jupyterlab-pangeo: typed requests and the live socket.'
);
