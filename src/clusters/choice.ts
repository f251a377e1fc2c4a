import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ClusterSpec } from './tokens';

const KEY = 'jupyterlab-pangeo:last-cluster';

/** The options of the last start, so that *New cluster* does the same again. */
export class LastChoice {
  constructor(private readonly _state: IStateDB | null) {}

  async get(): Promise<ClusterSpec | null> {
    const value = (await this._state?.fetch(KEY)) as
      Partial<ClusterSpec> | undefined;
    return typeof value?.factory === 'string'
      ? { ...value, factory: value.factory }
      : null;
  }

  async set({
    factory,
    options,
    scaling,
    kernelspec
  }: ClusterSpec): Promise<void> {
    const value = { factory, options, scaling, kernelspec };
    await this._state?.save(KEY, value as unknown as ReadonlyPartialJSONObject);
  }
}
