import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { Annotation } from '../dashboard/types';
import { originOf } from '../repeats';
import type { IUsageModel } from '../tokens';
import { eventsOf, type IEvent, isOn, MOST_EVENTS } from './events';
import { idOf } from './queries';

/** An annotation, whether it is drawn, and what is known of it. */
export interface IAnnotationState {
  readonly annotation: Annotation;
  readonly isOn: boolean;
  readonly events: readonly IEvent[];
  /** What is wrong with it, in words, or empty. */
  readonly problem: string;
}

export interface IAnnotationsOptions {
  readonly model: IUsageModel;
  readonly annotations: readonly Annotation[];
  readonly trans: TranslationBundle;
  /** Names of those that the user switched; outlives the annotations. */
  readonly turned: Set<string>;
}

/** Which annotations of a dashboard are drawn, and their events; those that are switched off are not asked for. */
export class AnnotationStates implements IDisposable {
  constructor(private readonly _options: IAnnotationsOptions) {
    const { annotations, model } = _options;
    this._states = annotations.map((annotation, place) => ({
      ...{ annotation, ...this._known(annotation, place) },
      isOn: annotation.isEnabled !== this._isTurned(annotation)
    }));
    model.dataChanged.connect(this._onData);
    this._states.forEach((state, place) => {
      if (state.isOn) {
        model.look(idOf(place), true);
      }
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** In the order of the dashboard. */
  get snapshot(): readonly IAnnotationState[] {
    return this._states;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Switch one on or off. */
  toggle(place: number): void {
    const { annotation, isOn } = this._states[place];
    const { model, turned } = this._options;
    if (!turned.delete(annotation.name)) {
      turned.add(annotation.name);
    }
    this._set(place, { isOn: !isOn });
    model.look(idOf(place), !isOn);
  }

  /** What is drawn on a panel, or on a copy of it. */
  on(panelId: number): IEvent[] {
    const id = originOf(panelId);
    return this._states
      .filter(state => state.isOn && isOn(state.annotation, id))
      .flatMap(({ events }) => events);
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    const { model } = this._options;
    model.dataChanged.disconnect(this._onData);
    this._states.forEach((_, place) => model.look(idOf(place), false));
    Signal.clearData(this);
  }

  private _isTurned({ name, isHidden }: Annotation): boolean {
    return !isHidden && this._options.turned.has(name);
  }

  private _onData = (_: unknown, ids: ReadonlySet<number>): void => {
    this._states.forEach(({ annotation }, place) => {
      if (ids.has(idOf(place))) {
        this._set(place, this._known(annotation, place));
      }
    });
  };

  /** What the data of its panel say. */
  private _known(
    annotation: Annotation,
    place: number
  ): Pick<IAnnotationState, 'events' | 'problem'> {
    const { model, trans } = this._options;
    const data = model.data(idOf(place));
    if (!('value' in data)) {
      const problem = data.phase === 'failed' ? data.error.message : '';
      return { events: [], problem };
    }
    const { events, count } = eventsOf(annotation, data.value);
    const problems = [
      ...(data.phase === 'stale' ? [data.error.message] : []),
      ...data.value.problems,
      ...(count > MOST_EVENTS
        ? [
            trans.__(
              'only the last %1 of %2 events are drawn.',
              MOST_EVENTS,
              count
            )
          ]
        : [])
    ];
    return { events, problem: problems.join(' ') };
  }

  private _set(place: number, change: Partial<IAnnotationState>): void {
    this._states = this._states.map((state, at) =>
      at === place ? { ...state, ...change } : state
    );
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _isDisposed = false;
  private _states: readonly IAnnotationState[];
}
