import type { ISettingRegistry } from '@jupyterlab/settingregistry';

export const PLUGIN_ID = 'jupyterlab-pangeo:clusters';

/** The settings of `schema/clusters.json` that code reads. */
export interface IClusterSettings {
  /** Id of a factory; empty for the last choice. */
  readonly defaultFactory: string;
  readonly confirmShutDown: 'whileBusy' | 'always';
}

const DEFAULTS: IClusterSettings = {
  defaultFactory: '',
  confirmShutDown: 'whileBusy'
};

/** The settings as they are now. */
export async function readSettings(
  registry: ISettingRegistry | null
): Promise<IClusterSettings> {
  const loaded = await registry?.load(PLUGIN_ID);
  return { ...DEFAULTS, ...(loaded?.composite as Partial<IClusterSettings>) };
}
