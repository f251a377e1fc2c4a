import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import { problemAt } from '../../ui/problems';
import type { Cluster, IClusterModel } from '../tokens';
import {
  type FieldErrors,
  type IScalingFields,
  readScaling,
  scalingErrors,
  scalingFields
} from './scaling';

export interface IScalingFormSnapshot {
  readonly fields: IScalingFields;
  readonly errors: FieldErrors;
  /** A refusal that belongs to no field. */
  readonly problem: string | null;
  readonly canAdapt: boolean;
}

/** The dialog *Scale*: what is in its fields and what is wrong with it. */
export class ScalingForm {
  constructor(
    private readonly _model: IClusterModel,
    private readonly _cluster: Cluster,
    private readonly _trans: TranslationBundle
  ) {
    this._snapshot = {
      fields: scalingFields(_cluster.scaling),
      errors: new Map(),
      problem: null,
      canAdapt: !_cluster.cannot?.includes('adapt')
    };
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get snapshot(): IScalingFormSnapshot {
    return this._snapshot;
  }

  set(change: Partial<IScalingFields>): void {
    this._update({
      fields: { ...this._snapshot.fields, ...change },
      errors: new Map(),
      problem: null
    });
  }

  /** Ask the server for it; false leaves the reason in the snapshot. */
  async submit(): Promise<boolean> {
    const { fields } = this._snapshot;
    const errors = scalingErrors(fields, this._trans);
    this._update({ errors, problem: null });
    if (errors.size) {
      return false;
    }
    try {
      await this._model.scale(this._cluster.id, readScaling(fields));
      return true;
    } catch (thrown) {
      this._refuse(problemAt(thrown as Error));
      return false;
    }
  }

  private _refuse({ path, message }: ReturnType<typeof problemAt>): void {
    const field = path && `$.scaling.${path.split('.').pop() ?? ''}`;
    if (field && /\.(workers|minimum|maximum)$/.test(field)) {
      this._update({ errors: new Map([[field, message]]) });
    } else {
      this._update({ problem: message });
    }
  }

  private _update(change: Partial<IScalingFormSnapshot>): void {
    this._snapshot = { ...this._snapshot, ...change };
    this._changed.emit();
  }

  private _changed = new Signal<this, void>(this);
  private _snapshot: IScalingFormSnapshot;
}
