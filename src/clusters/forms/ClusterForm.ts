import type { KernelSpec } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { problemAt } from '../../ui/problems';
import type {
  ClusterSpec,
  Factory,
  FactoryList,
  IClusterModel
} from '../tokens';
import { type IOption, optionsOf, readOption, showOption } from './options';
import {
  type FieldErrors,
  type IScalingFields,
  readScaling,
  scalingErrors,
  scalingFields
} from './scaling';

export interface IClusterFormOptions {
  readonly model: IClusterModel;
  readonly trans: TranslationBundle;
  readonly kernelspecs: Pick<KernelSpec.IManager, 'specs' | 'ready'>;
  /** What the fields begin with. */
  readonly start: ClusterSpec;
  /** Whether the name is taken over too. */
  readonly isCopy: boolean;
}

export interface IClusterFormSnapshot {
  /** Null until the server answered. */
  readonly list: FactoryList | null;
  readonly factory: Factory | null;
  readonly kernelspecs: readonly { value: string; title: string }[];
  /** Name of a kernelspec; empty for the server's default. */
  readonly kernelspec: string;
  readonly name: string;
  readonly scaling: IScalingFields;
  readonly options: readonly IOption[];
  /** Text of each option's field. */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: FieldErrors;
  /** What belongs to no field. */
  readonly problem: string | null;
  /** Whether the environment is being asked what it can start. */
  readonly isProbing: boolean;
}

const NAME_LIMIT = 80;

/** The form *New cluster*: what is in its fields and what is wrong with it. */
export class ClusterForm implements IDisposable {
  constructor(private readonly _options: IClusterFormOptions) {
    const { start, isCopy } = _options;
    this._snapshot = {
      list: null,
      factory: null,
      kernelspecs: [],
      kernelspec: start.kernelspec ?? '',
      name: isCopy ? (start.name ?? '') : '',
      scaling: scalingFields(start.scaling ?? { mode: 'fixed', workers: 0 }),
      options: [],
      values: {},
      errors: new Map(),
      problem: null,
      isProbing: false
    };
    void this._listKernelspecs();
    void this._load();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get snapshot(): IClusterFormSnapshot {
    return this._snapshot;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  setName(name: string): void {
    this._edit({ name });
  }

  setScaling(change: Partial<IScalingFields>): void {
    this._edit({ scaling: { ...this._snapshot.scaling, ...change } });
  }

  setOption(name: string, value: string): void {
    this._edit({ values: { ...this._snapshot.values, [name]: value } });
  }

  setFactory(id: string): void {
    const factory = this._snapshot.list?.items.find(item => item.id === id);
    if (factory) {
      this._edit(fieldsOf(factory, null));
    }
  }

  setKernelspec(kernelspec: string): void {
    this._edit({ kernelspec });
    void this._load();
  }

  /** What the fields amount to. */
  spec(): ClusterSpec {
    const { factory, kernelspec, name, options, scaling, values } =
      this._snapshot;
    const given: Record<string, unknown> = {};
    for (const option of options) {
      const reading = this._read(option, values[option.name]);
      if (reading && 'value' in reading) {
        given[option.name] = reading.value;
      }
    }
    return {
      factory: factory?.id ?? this._options.start.factory,
      kernelspec: kernelspec || null,
      name: name.trim() || null,
      scaling: readScaling(scaling),
      options: given
    };
  }

  /** Start what the fields say; false leaves the reason in the snapshot. */
  async submit(): Promise<boolean> {
    const errors = this._check();
    this._set({ errors, problem: null });
    if (errors.size || !this._snapshot.factory) {
      return false;
    }
    try {
      await this._options.model.start(this.spec());
      return true;
    } catch (thrown) {
      this._refuse(problemAt(thrown as Error));
      return false;
    }
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private async _listKernelspecs(): Promise<void> {
    const { kernelspecs } = this._options;
    await kernelspecs.ready;
    const found = Object.values(kernelspecs.specs?.kernelspecs ?? {});
    this._set({
      kernelspecs: found.flatMap(spec =>
        spec ? [{ value: spec.name, title: spec.display_name }] : []
      )
    });
  }

  /** Ask for the factories of the environment, and the environment itself where nobody has yet. */
  private async _load(): Promise<void> {
    const { model } = this._options;
    const { kernelspec } = this._snapshot;
    try {
      const list = await model.factories(kernelspec || undefined);
      this._take(list, kernelspec);
      if (list.items.some(({ availability }) => availability === 'unknown')) {
        this._set({ isProbing: true });
        this._take(await model.probe(kernelspec || undefined), kernelspec);
      }
    } catch (thrown) {
      this._set({ problem: problemAt(thrown as Error).message });
    } finally {
      this._set({ isProbing: false });
    }
  }

  private _take(list: FactoryList, kernelspec: string): void {
    if (kernelspec !== this._snapshot.kernelspec) {
      return;
    }
    const { factory: current } = this._snapshot;
    const { start } = this._options;
    const wanted = current?.id ?? start.factory;
    const factory =
      list.items.find(({ id }) => id === wanted) ??
      list.items.find(({ availability }) => availability !== 'unavailable') ??
      null;
    if (!factory || factory.id === current?.id) {
      this._set({ list, factory });
      return;
    }
    this._set({
      list,
      ...fieldsOf(factory, factory.id === start.factory ? start : null)
    });
  }

  private _read(option: IOption, text: string | undefined) {
    return readOption(option, text ?? '', this._options.trans);
  }

  private _check(): FieldErrors {
    const { trans } = this._options;
    const { name, options, scaling, values } = this._snapshot;
    const errors = new Map(scalingErrors(scaling, trans));
    if (name.trim().length > NAME_LIMIT) {
      errors.set('$.name', trans.__('At most %1 characters.', NAME_LIMIT));
    }
    for (const option of options) {
      const reading = this._read(option, values[option.name]);
      if (reading && 'error' in reading) {
        errors.set(`$.options.${option.name}`, reading.error);
      }
    }
    return errors;
  }

  private _refuse({ path, message }: ReturnType<typeof problemAt>): void {
    const { options } = this._snapshot;
    const fields = [
      '$.name',
      '$.scaling.workers',
      '$.scaling.minimum',
      '$.scaling.maximum',
      ...options.map(({ name }) => `$.options.${name}`)
    ];
    const field = fields.find(
      name => path === name || path?.startsWith(`${name}.`)
    );
    if (field) {
      this._set({ errors: new Map([[field, message]]) });
    } else {
      this._set({ problem: message });
    }
  }

  private _edit(change: Partial<IClusterFormSnapshot>): void {
    this._set({ errors: new Map(), problem: null, ...change });
  }

  private _set(change: Partial<IClusterFormSnapshot>): void {
    if (!this._isDisposed) {
      this._snapshot = { ...this._snapshot, ...change };
      this._changed.emit();
    }
  }

  private _changed = new Signal<this, void>(this);
  private _isDisposed = false;
  private _snapshot: IClusterFormSnapshot;
}

/** The fields of a factory, filled with its defaults or with what was chosen before. */
function fieldsOf(
  factory: Factory,
  chosen: ClusterSpec | null
): Partial<IClusterFormSnapshot> {
  const options = optionsOf(factory.options, factory.defaults);
  const values = options.map(option => [
    option.name,
    showOption(option, chosen?.options?.[option.name] ?? option.default)
  ]);
  return {
    factory,
    options,
    values: Object.fromEntries(values) as Record<string, string>,
    scaling: scalingFields(chosen?.scaling ?? factory.defaultScaling)
  };
}
