import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { Settings } from './settings.gen';

export const PLUGIN_ID = 'jupyterlab-pangeo:clusters';

type ClusterSettings = Required<Omit<Settings, 'toolbar'>>;

/** What holds where there are no settings at all. */
const DEFAULTS: ClusterSettings = {
  defaultFactory: '',
  confirmShutDown: 'whileBusy'
};

/** The settings as they are now. */
export async function readSettings(
  registry: ISettingRegistry | null
): Promise<ClusterSettings> {
  const loaded = await registry?.load(PLUGIN_ID);
  return { ...DEFAULTS, ...(loaded?.composite as Settings | undefined) };
}
