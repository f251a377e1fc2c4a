import type { TranslationBundle } from '@jupyterlab/translation';
import { ApiError, ServerHalfMissing } from '../api/errors';

/** What went wrong, why, and the text that helps whoever is asked for help. */
export interface IExplained {
  readonly what: string;
  readonly why: string;
  readonly details: string;
}

/** An error in words that a person can act on. */
export function explain(error: Error, trans: TranslationBundle): IExplained {
  if (error instanceof ApiError) {
    const { code, message, path } = error.problem;
    const place = path ? `\nplace: ${path}` : '';
    return {
      what: trans.__('The server refused'),
      why: message,
      details: `${error.status} ${code}: ${message}${place}`
    };
  }
  if (error instanceof ServerHalfMissing) {
    return {
      what: trans.__('The server half does not answer'),
      why: trans.__(
        'Install jupyterlab-pangeo into the environment of the Jupyter server and restart the server.'
      ),
      details: error.message
    };
  }
  return {
    what: trans.__('The server cannot be reached'),
    why: error.message,
    details: error.stack ?? String(error)
  };
}

/** Message of the field that a refusal speaks of, by the field's path as `$.options.n_workers`. */
export function problemAt(error: Error): {
  readonly path: string | null;
  readonly message: string;
} {
  return error instanceof ApiError
    ? { path: error.problem.path ?? null, message: error.problem.message }
    : { path: null, message: error.message };
}
