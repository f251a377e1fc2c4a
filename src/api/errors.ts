import type { components } from './schema.gen';

/** Body of an answer with an error status. */
export type Problem = components['schemas']['Problem'];

/** A request that the server half refused; `problem` says why. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem
  ) {
    super(problem.message);
    this.name = 'ApiError';
  }
}

/** The server half is not installed, not enabled, or not ours: its answer is not one of ours. */
export class ServerHalfMissing extends Error {
  constructor() {
    super('The server half of jupyterlab-pangeo does not answer.');
    this.name = 'ServerHalfMissing';
  }
}

/** Whether an error only says that the request was given up. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Whatever was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
