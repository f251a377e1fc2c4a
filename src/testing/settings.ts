import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';

/** Settings of one plugin that a test can change. */
export function registryOf<S extends object>(
  values: S
): {
  readonly registry: ISettingRegistry;
  readonly set: (next: S) => void;
  readonly get: () => S;
} {
  let composite = values;
  const settings = {
    get composite() {
      return composite;
    },
    set: async (key: string, value: unknown) =>
      set({ ...composite, [key]: value })
  };
  const changed = new Signal<typeof settings, void>(settings);
  function set(next: S): void {
    composite = next;
    changed.emit();
  }
  const loaded = Object.assign(settings, { changed });
  return {
    registry: { load: async () => loaded } as unknown as ISettingRegistry,
    set,
    get: () => composite
  };
}
