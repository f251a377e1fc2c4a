import { unique } from './address';
import { call, Source, source } from './call';
import { expiry } from './signature';
import type { ILogin, ITask } from './types';
import { tokenName } from './withheld';

/** Which of NASA's centres lends keys for a bucket, by what its name begins with. */
const CENTRES: readonly (readonly [string, string])[] = [
  ['podaac-ops-cumulus-', 'PODAAC'],
  ['lp-prod-', 'LPDAAC'],
  ['nsidc-cumulus-prod-', 'NSIDC'],
  ['gesdisc-cumulus-prod-', 'GES_DISC'],
  ['ornl-cumulus-prod-', 'ORNLDAAC'],
  ['prod-lads', 'LAADS'],
  ['ghrcw-', 'GHRCDAAC'],
  ['asf-cumulus-prod-', 'ASF']
];

const NOTHING: ILogin = { imports: [], lines: [], packages: [], notes: [] };

/** Logins of which requests are made by a session, in place of the library's own way. */
const SIGN_IN = new Set(['earthdata', 'netrc', 'bearer']);

/** A task with the way to log in that its recipe asks for; secrets are never in it, only where the code finds them. */
export function withLogin(task: ITask): ITask {
  const made = loginOf(task);
  // Intake opens the data of its catalogs in its own way; what reading wants is said all the same.
  return made.login && task.style === 'intake'
    ? noted(task, ...made.login.notes)
    : made;
}

function loginOf(task: ITask): ITask {
  switch (task.recipe.auth) {
    case 'requester-pays':
      return noted(task, 'Reading is billed to your own cloud project');
    case 's3-profile':
      return noted(task, profileNote(task));
    case 'earthdata':
      return earthdata(task);
    case 'netrc':
      return netrc(task);
    case 'bearer':
      return bearer(task);
    case 'planetary-computer':
      return planetary(task);
    case 'signed-url':
      return noted(task, signedNote(task));
    default:
      return task;
  }
}

/** Whether files of the task are read over HTTP with a login, which some libraries cannot do by themselves. */
export function isGuarded({ login, recipe, urls }: ITask): boolean {
  return (
    login !== undefined &&
    SIGN_IN.has(recipe.auth ?? 'none') &&
    urls.every(url => /^https?:/i.test(url))
  );
}

function noted(task: ITask, ...notes: readonly string[]): ITask {
  return { ...task, login: { ...NOTHING, notes } };
}

function profileNote({ storageOptions }: ITask): string {
  const profile = storageOptions['profile'];
  return typeof profile === 'string'
    ? `Reading needs AWS credentials: the profile ${profile} of ~/.aws/credentials`
    : 'Reading needs AWS credentials: those of ~/.aws/credentials, or the profile that AWS_PROFILE names';
}

function signedNote({ urls }: ITask): string {
  const ends = urls
    .map(expiry)
    .filter(date => date !== null)
    .sort((left, right) => left.getTime() - right.getTime())[0];
  return ends
    ? `The address is signed, until ${ends.toISOString().slice(0, 16)}Z; after that the answer is 403, and the catalog has to be read again`
    : 'The address is signed; once that has expired the answer is 403, and the catalog has to be read again';
}

/** By NASA's library: keys for S3 in their region, a token elsewhere. */
function earthdata(task: ITask): ITask {
  const [url] = task.urls;
  const login = {
    ...NOTHING,
    imports: ['import earthaccess'],
    packages: ['earthaccess']
  };
  const bucket = /^s3:\/\/([^/]*)/i.exec(url)?.[1];
  if (bucket !== undefined) {
    const centre = CENTRES.find(([prefix]) => bucket.startsWith(prefix))?.[1];
    return {
      ...task,
      storageOptions: {
        ...without(task.storageOptions, ['anon', 'key', 'secret', 'token']),
        key: new Source("earthdata_keys['accessKeyId']"),
        secret: new Source("earthdata_keys['secretAccessKey']"),
        token: new Source("earthdata_keys['sessionToken']")
      },
      login: {
        ...login,
        lines: [
          'earthaccess.login()',
          `earthdata_keys = ${call('earthaccess.get_s3_credentials', [], { daac: centre })}`
        ],
        notes: [
          'Reading needs a NASA Earthdata login (~/.netrc); these keys work for an hour, and only in the AWS region us-west-2'
        ]
      }
    };
  }
  return {
    ...task,
    storageOptions: {
      ...task.storageOptions,
      client_kwargs: new Source(
        'earthaccess.get_fsspec_https_session().client_kwargs'
      )
    },
    login: {
      ...login,
      lines: ['earthaccess.login()'],
      session: new Source('earthaccess.get_requests_https_session()'),
      notes: [
        'Reading needs a NASA Earthdata login; 401 and 403: accept the data centre’s terms in your Earthdata profile'
      ]
    }
  };
}

/** User and password of the host in `~/.netrc`, looked up by whatever library makes the request. */
function netrc(task: ITask): ITask {
  const given = task.storageOptions['client_kwargs'];
  const kept =
    given !== null && typeof given === 'object' && !Array.isArray(given)
      ? given
      : {};
  return {
    ...task,
    storageOptions: {
      ...task.storageOptions,
      client_kwargs: { ...kept, trust_env: true }
    },
    login: {
      ...NOTHING,
      session: new Source('requests.Session()'),
      notes: [
        'Reading needs a login: user and password of the host in ~/.netrc; 401 means that it has none, or a wrong one'
      ]
    }
  };
}

/** A token from an environment variable of the host's name. */
function bearer(task: ITask): ITask {
  const names = unique(task.urls.map(tokenName));
  const secret = new Source(`'Bearer ' + os.environ[${source(names[0])}]`);
  const given = task.storageOptions['headers'];
  const kept =
    given !== null && typeof given === 'object' && !Array.isArray(given)
      ? Object.fromEntries(
          Object.entries(given).filter(
            ([name]) => !/^authorization$/i.test(name)
          )
        )
      : {};
  if (names.length > 1) {
    return noted(
      task,
      'Reading needs a token, of each of several hosts; put them into storage_options yourself'
    );
  }
  return {
    ...task,
    storageOptions: {
      ...task.storageOptions,
      headers: { ...kept, Authorization: secret }
    },
    login: {
      ...NOTHING,
      imports: ['import os'],
      session: new Source('provider_session'),
      notes: [
        `Reading needs a token of the provider, in the environment variable ${names[0]}; 401 and 403: it is missing, wrong or expired`
      ]
    }
  };
}

/** Addresses signed by Planetary Computer's library: for a while, for nothing. */
function planetary(task: ITask): ITask {
  const [url] = task.urls;
  const login = {
    ...NOTHING,
    imports: ['import planetary_computer'],
    packages: ['planetary-computer'],
    notes: [
      'Planetary Computer signs addresses for about an hour; after that the answer is 403: run the cell again'
    ]
  };
  const account = task.storageOptions['account_name'];
  if (/^https:/i.test(url)) {
    const sign = (address: Source): Source =>
      new Source(call('planetary_computer.sign', [address]));
    return { ...task, login: { ...login, sign } };
  }
  const container = /^[a-z]+:\/\/([^/@]*)/i.exec(url)?.[1] ?? '';
  const token = call('planetary_computer.sas.get_token', [account, container]);
  return {
    ...task,
    storageOptions: {
      ...task.storageOptions,
      credential: new Source(`${token}.token`)
    },
    login
  };
}

function without(
  given: Readonly<Record<string, unknown>>,
  names: readonly string[]
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => !names.includes(name))
  );
}
