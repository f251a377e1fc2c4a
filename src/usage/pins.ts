import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { type ISignal, Signal } from '@lumino/signaling';
import type { Settings } from './settings.gen';

/** A dashboard that has a card in Lab's launcher. */
export type Pin = NonNullable<Settings['pins']>[number];

/** The pins that settings hold. */
export function pinsOf(settings: ISettingRegistry.ISettings): readonly Pin[] {
  return (settings.composite as Settings).pins ?? [];
}

/** The dashboards that the user pinned, as the settings keep them. */
export class Pins {
  /**
   * @param _settings - of the plugin.
   * @param _show - has the launcher show pins, if it does not yet.
   */
  constructor(
    private readonly _settings: ISettingRegistry.ISettings,
    private readonly _show: () => Promise<void>
  ) {
    _settings.changed.connect(() => {
      this._snapshot = pinsOf(_settings);
      this._changed.emit();
    });
    this._snapshot = pinsOf(_settings);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get snapshot(): readonly Pin[] {
    return this._snapshot;
  }

  has(dashboard: string): boolean {
    return this._snapshot.some(pin => pin.dashboard === dashboard);
  }

  /** Give a dashboard a card in the launcher, or take that away; whether it has one now. */
  async toggle(pin: Pin): Promise<boolean> {
    const others = this._snapshot.filter(
      ({ dashboard }) => dashboard !== pin.dashboard
    );
    const isNew = others.length === this._snapshot.length;
    await this._settings.set('pins', isNew ? [...others, pin] : others);
    await this._show();
    return isNew;
  }

  private readonly _changed = new Signal<this, void>(this);
  private _snapshot: readonly Pin[];
}
