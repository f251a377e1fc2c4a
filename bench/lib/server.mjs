/** A JupyterLab of one side, alone in the world: its own home, folders and token. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { at } from '../../tools/lib/paths.mjs';
import { endHelpers } from './children.mjs';
import { marked, tree, until } from './proc.mjs';

const running = new Set();
const FOLDERS = ['config', 'data', 'run', 'ipython', 'dask', 'work'];

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function environment(home, python) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(JUPYTER|JPY_|IPYTHON|DASK|XDG_|PYTHON|LAB_)/.test(name)
  );
  const bin = path.dirname(python);
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    TMPDIR: home,
    JUPYTER_CONFIG_DIR: path.join(home, 'config'),
    JUPYTER_DATA_DIR: path.join(home, 'data'),
    JUPYTER_RUNTIME_DIR: path.join(home, 'jupyter-run'),
    JUPYTERLAB_SETTINGS_DIR: path.join(home, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: path.join(home, 'workspaces'),
    IPYTHONDIR: path.join(home, 'ipython'),
    XDG_RUNTIME_DIR: path.join(home, 'run'),
    DASK_CONFIG: path.join(home, 'dask'),
    PYTHONPATH: at('bench', 'python'),
    PYTHONDONTWRITEBYTECODE: '1',
    PATH: [bin, process.env.PATH].join(path.delimiter)
  };
}

export class Server {
  constructor(side, home) {
    this.side = side;
    this.home = home;
    this.token = randomBytes(16).toString('hex');
  }

  /** Start, and wait until it answers; `home` of an earlier one takes over what that one left. */
  static async start(side, { config = {}, dask = '', home } = {}) {
    const folder = home ?? fs.mkdtempSync(path.join(os.tmpdir(), 'pb-'));
    for (const name of FOLDERS) {
      fs.mkdirSync(path.join(folder, name), { recursive: true, mode: 0o700 });
    }
    fs.writeFileSync(path.join(folder, 'dask', 'bench.yaml'), dask);
    const server = new Server(side, folder);
    running.add(server);
    await server.#launch(config);
    return server;
  }

  async #launch(config) {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}/`;
    const file = path.join(this.home, 'config', 'jupyter_server_config.json');
    fs.writeFileSync(file, JSON.stringify(this.#settings(port, config)));
    const log = fs.openSync(path.join(this.home, 'server.log'), 'a');
    this.process = spawn(this.side.python, ['-m', 'jupyterlab'], {
      cwd: this.home,
      env: environment(this.home, this.side.python),
      stdio: ['ignore', log, log]
    });
    fs.closeSync(log);
    this.ended = new Promise(resolve => this.process.once('exit', resolve));
    const answers = () => {
      if (this.process.exitCode !== null) {
        throw new Error(`Jupyter ended:\n${this.log()}`);
      }
      return this.ask('api/status').then(
        answer => answer.ok,
        () => false
      );
    };
    if (!(await until(answers, 90, 10))) {
      throw new Error(`Jupyter does not answer:\n${this.log()}`);
    }
  }

  #settings(port, config) {
    const all = {
      ServerApp: {
        ip: '127.0.0.1',
        port,
        port_retries: 0,
        open_browser: false,
        allow_root: true,
        root_dir: path.join(this.home, 'work'),
        jpserver_extensions: { stall_probe: true }
      },
      IdentityProvider: { token: this.token },
      LabApp: {
        news_url: null,
        check_for_updates_class: 'jupyterlab.NeverCheckForUpdate',
        extension_manager: 'readonly',
        expose_app_in_browser: true
      }
    };
    for (const settings of [this.side.config, config]) {
      for (const [section, values] of Object.entries(settings)) {
        const into = (all[section] ??= {});
        for (const [name, value] of Object.entries(values)) {
          into[name] =
            name === 'jpserver_extensions' ? { ...into[name], ...value } : value;
        }
      }
    }
    return all;
  }

  get pid() {
    return this.process.pid;
  }

  /** Jupyter and everything that came of it, also what left it. */
  pids() {
    return [
      ...new Set([...tree(this.pid), ...marked(`JUPYTER_CONFIG_DIR=${path.join(this.home, 'config')}`)])
    ];
  }

  log() {
    return fs.readFileSync(path.join(this.home, 'server.log'), 'utf8');
  }

  ask(where, options = {}) {
    return fetch(this.url + where, {
      ...options,
      headers: { Authorization: `token ${this.token}`, ...options.headers }
    });
  }

  /** A request with a JSON answer; `body` is sent as JSON. */
  async json(method, where, body) {
    const answer = await this.ask(where, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body)
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${where}: ${answer.status} ${text}`);
    }
    return text ? JSON.parse(text) : undefined;
  }

  /** Seconds of the longest stall of the event loop since the last call. */
  async stall() {
    return (await this.json('GET', 'bench/stall')).seconds;
  }

  async kill() {
    this.process.kill('SIGKILL');
    await this.ended;
    running.delete(this);
  }

  /** End Jupyter, then whatever it left, then its folder. */
  async stop() {
    running.delete(this);
    const members = this.pids();
    this.process.kill('SIGTERM');
    await Promise.race([this.ended, sleep(20_000)]);
    for (const pid of new Set([...members, ...this.pids()])) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
    await this.ended;
    fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Stop every helper and every server that a job left. */
export async function stopAll() {
  endHelpers();
  await Promise.all([...running].map(server => server.stop()));
}
