import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { ApiError } from '../api/errors';
import type {
  Args,
  Change,
  IApiClient,
  ILive,
  IServer,
  Operation,
  Reply,
  Samples,
  ServerHalf,
  Stream
} from '../api/tokens';

/** A call that a test saw, with the means to answer it. */
export interface ISeenCall {
  readonly operation: Operation;
  readonly args: unknown;
  readonly signal: AbortSignal | undefined;
}

type Answer<O extends Operation> =
  Reply<O> | Error | ((args: Args<O>) => Reply<O> | Promise<Reply<O>>);

/** Answers by a script; a call without an answer fails the test that made it. */
export class FakeClient implements IApiClient {
  readonly calls: ISeenCall[] = [];

  /** Say what a route answers from now on. */
  reply<O extends Operation>(operation: O, answer: Answer<O>): void {
    this._answers.set(operation, answer as Answer<Operation>);
  }

  /** How often a route was called. */
  count(operation: Operation): number {
    return this.calls.filter(call => call.operation === operation).length;
  }

  /** Arguments of the last call of a route. */
  last(operation: Operation): unknown {
    return this.calls.filter(call => call.operation === operation).pop()?.args;
  }

  async call<O extends Operation>(
    operation: O,
    args: Args<O>,
    signal?: AbortSignal
  ): Promise<Reply<O>> {
    this.calls.push({ operation, args, signal });
    const answer = this._answers.get(operation) as Answer<O> | undefined;
    if (answer === undefined && !this._answers.has(operation)) {
      throw new Error(`no answer for ${operation}`);
    }
    if (answer instanceof Error) {
      throw answer;
    }
    return typeof answer === 'function' ? answer(args) : (answer as Reply<O>);
  }

  async fetch(path: string): Promise<Response> {
    throw new Error(`no answer for ${path}`);
  }

  socket(path: string): WebSocket {
    throw new Error(`no socket for ${path}`);
  }

  private _answers = new Map<Operation, Answer<Operation>>();
}

/** A live socket that goes up, goes down, changes and samples at the test's word. */
export class FakeLive implements ILive {
  isConnected: boolean | null = null;
  /** Streams subscribed to, as `stream id`. */
  readonly streams: string[] = [];

  get connectionChanged(): ISignal<ILive, void> {
    return this._connectionChanged;
  }

  get listeners(): number {
    return this._listeners.size;
  }

  listen(
    topic: Change['topic'],
    refresh: (change: Change | null) => void
  ): IDisposable {
    const listener = { topic, refresh };
    this._listeners.add(listener);
    return new DisposableDelegate(() => this._listeners.delete(listener));
  }

  subscribe<S extends Stream>(
    stream: S,
    id: string,
    receive: (sample: Samples[S]) => void
  ): IDisposable {
    const entry = { key: `${stream} ${id}`.trim(), receive };
    this._receivers.push(entry);
    this.streams.push(entry.key);
    return new DisposableDelegate(() => {
      this._receivers.splice(this._receivers.indexOf(entry), 1);
      this.streams.splice(this.streams.indexOf(entry.key), 1);
    });
  }

  setConnected(isConnected: boolean): void {
    this.isConnected = isConnected;
    this._connectionChanged.emit();
    if (isConnected) {
      this._listeners.forEach(({ refresh }) => refresh(null));
    }
  }

  change(topic: Change['topic'], revision: number, id: string | null): void {
    for (const listener of [...this._listeners]) {
      if (listener.topic === topic) {
        listener.refresh({ type: 'changed', topic, revision, id });
      }
    }
  }

  sample(id: string, sample: Samples['cluster-samples']): void {
    this._yield(`cluster-samples ${id}`, sample);
  }

  /** Tell what is used. */
  use(use: Samples['usage']): void {
    this._yield('usage', use);
  }

  private _yield(wanted: string, sample: Samples[Stream]): void {
    for (const { key, receive } of [...this._receivers]) {
      if (key === wanted) {
        receive(sample as never);
      }
    }
  }

  private _connectionChanged = new Signal<ILive, void>(this);
  private _listeners = new Set<{
    topic: Change['topic'];
    refresh: (change: Change | null) => void;
  }>();
  private _receivers: {
    key: string;
    receive: (sample: never) => void;
  }[] = [];
}

/** The server half as a script. */
export class FakeServer implements IServer {
  readonly client = new FakeClient();
  readonly live = new FakeLive();
  half: ServerHalf = { phase: 'unknown' };
  /** What `check` finds. */
  found: ServerHalf = {
    phase: 'ready',
    status: { version: '0.1.0', features: [] }
  };

  get changed(): ISignal<IServer, void> {
    return this._changed;
  }

  async check(): Promise<ServerHalf> {
    if (this.half !== this.found) {
      this.half = this.found;
      this._changed.emit();
    }
    return this.half;
  }

  private _changed = new Signal<IServer, void>(this);
}

/** A refusal as the server half words it. */
export function refusal(
  status: number,
  message: string,
  path: string | null = null
): ApiError {
  return new ApiError(status, { code: 'refused', message, path });
}
