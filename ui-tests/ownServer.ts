/** A Jupyter server that one test has to itself: it may be killed, started again, counted; see own_server.py. */
import { type ChildProcess, spawn } from 'child_process';
import * as path from 'path';
import { createInterface } from 'readline';
import { expect, type Page, test as base } from '@playwright/test';
import { ConsoleErrors, restored } from './fixtures';

const ROOT = path.resolve(__dirname, '..');

export interface IServerOptions {
  /** More arguments for Jupyter. */
  readonly jupyter?: readonly string[];
  /** Put the front proxy before it, which cuts a WebSocket after so many seconds without a message. */
  readonly idleSeconds?: number;
}

export interface ILeft {
  readonly processes: readonly {
    readonly pid: number;
    readonly parent: number;
    readonly command: string;
  }[];
  /** Paths in the runtime folder. */
  readonly files: readonly string[];
}

export class OwnServer {
  static async launch(options: IServerOptions): Promise<OwnServer> {
    const server = new OwnServer(options);
    await server.start();
    return server;
  }

  private constructor({ jupyter = [], idleSeconds }: IServerOptions) {
    const isProxied = idleSeconds !== undefined;
    this._process = spawn(
      path.join(ROOT, '.venv', 'bin', 'python'),
      [path.join(__dirname, 'own_server.py')],
      {
        stdio: [
          'pipe',
          'pipe',
          process.env.LAB_TEST_VERBOSE ? 'inherit' : 'ignore'
        ],
        env: {
          ...process.env,
          LAB_PROFILE: isProxied ? 'front-proxy' : 'plain',
          LAB_TEST_PREFIX: isProxied ? '/hub-front/x/' : '/',
          LAB_TEST_IDLE_SECONDS: String(idleSeconds),
          LAB_TEST_ARGUMENTS: JSON.stringify(jupyter)
        }
      }
    );
    const { stdout } = this._process;
    if (!stdout) {
      throw new Error('the server has no output');
    }
    this._answers = createInterface(stdout)[Symbol.asyncIterator]();
  }

  /** Address of the server, without a slash at its end. */
  get url(): string {
    return this._url;
  }

  /** Start Jupyter, also again after a signal: same home, same port, same token. */
  async start(): Promise<void> {
    this._url = await this._ask<string>('start');
    await expect
      .poll(() => fetch(`${this._url}/api`).then(answered, () => false))
      .toBe(true);
  }

  /** Send Jupyter a signal and wait for its end; answers its exit status. */
  stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<number> {
    return this._ask(signal);
  }

  /** What there is of clusters, outside of Jupyter. */
  left(): Promise<ILeft> {
    return this._ask('left');
  }

  /** End and remove everything. */
  async dispose(): Promise<void> {
    const ended = new Promise(resolve => this._process.once('exit', resolve));
    this._process.stdin?.end();
    await ended;
  }

  private async _ask<T>(word: string): Promise<T> {
    this._process.stdin?.write(`${word}\n`);
    const answer = await this._answers.next();
    if (answer.done) {
      throw new Error(`the server ended when it was asked to ${word}`);
    }
    return JSON.parse(answer.value) as T;
  }

  private _answers: AsyncIterator<string>;
  private _process: ChildProcess;
  private _url = '';
}

/** The front proxy refuses who has no cookie, which is an answer. */
function answered({ status }: Response): boolean {
  return status === 200 || status === 403;
}

/** The token's link, followed as a person does, with Lab restored. */
export async function openLab(page: Page, { url }: OwnServer): Promise<void> {
  const token = process.env.LAB_TEST_TOKEN ?? '';
  await page.goto(`${url}/lab?token=${token}`);
  await restored(page);
}

interface IOwn {
  /** Set with `test.use`. */
  serverOptions: IServerOptions;
  own: OwnServer;
  consoleErrors: ConsoleErrors;
}

/** A test with a server of its own; `page` shows its Lab. */
export const test = base.extend<IOwn>({
  serverOptions: [{}, { option: true }],
  own: async ({ serverOptions }, use) => {
    const own = await OwnServer.launch(serverOptions);
    try {
      await use(own);
    } finally {
      await own.dispose();
    }
  },
  storageState: undefined,
  consoleErrors: async ({ context }, use) => {
    await use(new ConsoleErrors(context));
  },
  page: async ({ page, own, consoleErrors: _listening }, use) => {
    await openLab(page, own);
    await use(page);
  }
});
