import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import { asError } from '../api/errors';
import type { IApiClient, Wire } from '../api/tokens';
import { problemAt } from '../ui/problems';
import type { Source } from './tokens';

/** What is typed of a Prometheus. Secrets are never typed, only where they lie on the server. */
export interface ISourceFields {
  readonly title: string;
  readonly url: string;
  readonly login: 'none' | 'bearer' | 'basic' | 'header' | 'tls';
  readonly username: string;
  readonly header: string;
  readonly secretIn: 'env' | 'file';
  /** Name of the variable, or path of the file. */
  readonly secret: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
}

export type SourceField = keyof ISourceFields;

export interface ISourceFormSnapshot {
  readonly fields: ISourceFields;
  readonly errors: ReadonlyMap<SourceField, string>;
  /** What belongs to no field. */
  readonly problem: string | null;
  /** Whether the server asks the Prometheus. */
  readonly isTesting: boolean;
}

const EMPTY: ISourceFields = {
  title: '',
  url: '',
  login: 'none',
  username: '',
  header: '',
  secretIn: 'env',
  secret: '',
  certFile: '',
  keyFile: '',
  caFile: ''
};

/** The dialog *Add a Prometheus*: what is in its fields and what is wrong with it. */
export class SourceForm {
  constructor(
    private readonly _client: IApiClient,
    private readonly _trans: TranslationBundle
  ) {}

  /** What was added; null before. */
  added: Source | null = null;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get snapshot(): ISourceFormSnapshot {
    return this._snapshot;
  }

  set(change: Partial<ISourceFields>): void {
    const fields = { ...this._snapshot.fields, ...change };
    this._update({ fields, errors: new Map(), problem: null });
  }

  /** Have the server ask the Prometheus and keep it; false leaves the reason in the snapshot. */
  async submit(): Promise<boolean> {
    const { fields } = this._snapshot;
    const errors = this._missing(fields);
    this._update({ errors, problem: null, isTesting: errors.size === 0 });
    if (errors.size > 0) {
      return false;
    }
    try {
      const body = sourceOf(fields);
      const answer = await this._client.call('addUsageSource', { body });
      this.added = answer.source ?? null;
      if (answer.problem) {
        this._tell(fieldOfCode(answer.problem.code), [
          answer.problem.message,
          this._remedy(answer.problem.code)
        ]);
      }
    } catch (thrown) {
      const { path, message } = problemAt(asError(thrown));
      this._tell(fieldOfPath(path ?? ''), [message]);
    } finally {
      this._update({ isTesting: false });
    }
    return this.added !== null;
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private _missing(fields: ISourceFields): Map<SourceField, string> {
    const wanted: SourceField[] = ['title', 'url', ...NEEDED[fields.login]];
    return new Map(
      wanted
        .filter(name => fields[name].trim() === '')
        .map(name => [name, this._trans.__('This is needed.')])
    );
  }

  private _tell(field: SourceField | null, words: readonly string[]): void {
    const message = words.filter(word => word !== '').join(' ');
    this._update(
      field
        ? { errors: new Map([[field, message]]), problem: null }
        : { problem: message }
    );
  }

  private _remedy(code: string): string {
    const trans = this._trans;
    switch (code) {
      case 'unreachable':
      case 'too-slow':
        return trans.__(
          'Your Jupyter server asks, not this browser: check that it can reach the address.'
        );
      case 'not-prometheus':
      case 'redirected':
        return trans.__(
          'Give the address below which /api/v1 answers, without /graph.'
        );
      case 'tls':
        return trans.__(
          'Name the file with the certificate authority below, if it is your own.'
        );
      case 'login-required':
        return trans.__('Choose the way of login that it takes.');
      case 'forbidden':
        return trans.__('Another login may be allowed to read.');
      case 'no-secret':
        return trans.__(
          'It has to be there for the Jupyter server, which may have to be restarted.'
        );
      default:
        return '';
    }
  }

  private _update(change: Partial<ISourceFormSnapshot>): void {
    this._snapshot = { ...this._snapshot, ...change };
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _snapshot: ISourceFormSnapshot = {
    fields: EMPTY,
    errors: new Map(),
    problem: null,
    isTesting: false
  };
}

/** What each way of login takes. */
export const NEEDED: Readonly<
  Record<ISourceFields['login'], readonly SourceField[]>
> = {
  none: [],
  bearer: ['secret'],
  basic: ['username', 'secret'],
  header: ['header', 'secret'],
  tls: ['certFile', 'keyFile']
};

function sourceOf(fields: ISourceFields): Wire<'NewSource'> {
  const { title, url, caFile } = fields;
  return {
    title: title.trim(),
    url: url.trim(),
    caFile: caFile.trim(),
    auth: authOf(fields)
  };
}

function authOf(fields: ISourceFields): Wire<'SourceAuth'> {
  const { login, username, header, secretIn, certFile, keyFile } = fields;
  const secret = fields.secret.trim();
  const isEnv = secretIn === 'env';
  switch (login) {
    case 'none':
      return { kind: login };
    case 'bearer':
      return {
        kind: login,
        ...(isEnv ? { tokenEnv: secret } : { tokenFile: secret })
      };
    case 'basic':
      return {
        kind: login,
        username: username.trim(),
        ...(isEnv ? { passwordEnv: secret } : { passwordFile: secret })
      };
    case 'header':
      return {
        kind: login,
        header: header.trim(),
        ...(isEnv ? { valueEnv: secret } : { valueFile: secret })
      };
    case 'tls':
      return {
        kind: login,
        certFile: certFile.trim(),
        keyFile: keyFile.trim()
      };
  }
}

/** The field that a path in what was sent leads to. */
function fieldOfPath(path: string): SourceField | null {
  const name = path.split('.').pop() ?? '';
  if (/^(token|password|value)(Env|File)$/.test(name)) {
    return 'secret';
  }
  if (name === 'kind') {
    return 'login';
  }
  return name in EMPTY ? (name as SourceField) : null;
}

/** The field that is wrong where a Prometheus does not answer as it should. */
function fieldOfCode(code: string): SourceField | null {
  switch (code) {
    case 'unreachable':
    case 'too-slow':
    case 'not-prometheus':
    case 'redirected':
    case 'upstream':
      return 'url';
    case 'tls':
      return 'caFile';
    case 'login-required':
    case 'forbidden':
      return 'login';
    case 'no-secret':
      return 'secret';
    default:
      return null;
  }
}
