import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { Resource } from '../api/resource';
import type { IApiClient } from '../api/tokens';
import { keyOf } from './keys';
import type { EntryDetails, ISelection, Remote } from './tokens';

/** The selected catalog or entry, what is known of it, and the values chosen for it. */
export class Selection implements IDisposable {
  constructor(private readonly _client: IApiClient) {}

  get changed(): ISignal<Selection, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get current(): ISelection | null {
    return this._current;
  }

  get details(): Remote<EntryDetails> | null {
    return this._resource?.snapshot ?? null;
  }

  /** Select; what is known of an entry is asked for where `isAsking`, else with the next `refresh`. */
  select(selection: ISelection | null, isAsking = true): void {
    if (isSame(this._current, selection)) {
      return;
    }
    this._current = selection;
    this._resource?.dispose();
    this._resource = selection && this._ask(selection);
    this._resource?.changed.connect(this._announce, this);
    this._announce();
    if (isAsking) {
      void this.refresh(null);
    }
  }

  /** Ask again for the selected entry if it is of this catalog; null means any. */
  async refresh(catalogId: string | null): Promise<void> {
    if (catalogId === null || this._current?.catalogId === catalogId) {
      await this._resource?.refresh();
    }
  }

  /** Values chosen for an entry; the same object until one changes. */
  parametersOf(
    catalogId: string,
    entryId: string
  ): Readonly<Record<string, unknown>> {
    return this._parameters.get(keyOf(catalogId, entryId)) ?? NONE;
  }

  setParameter(name: string, value: unknown): void {
    if (!this._current || this._current.entryId === null) {
      return;
    }
    const { catalogId, entryId } = this._current;
    const values = { ...this.parametersOf(catalogId, entryId) };
    // The default stands for what is not chosen.
    delete values[name];
    this._parameters.set(
      keyOf(catalogId, entryId),
      value === undefined ? values : { ...values, [name]: value }
    );
    this._announce();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._resource?.dispose();
    Signal.clearData(this);
  }

  private _ask({
    catalogId,
    entryId
  }: ISelection): Resource<EntryDetails> | null {
    return entryId === null
      ? null
      : new Resource(signal =>
          this._client.call(
            'getEntry',
            { path: { catalogId, entryId } },
            signal
          )
        );
  }

  private _announce = (): void => {
    this._changed.emit();
  };

  private readonly _changed = new Signal<Selection, void>(this);
  private _current: ISelection | null = null;
  private _isDisposed = false;
  private readonly _parameters = new Map<
    string,
    Readonly<Record<string, unknown>>
  >();
  private _resource: Resource<EntryDetails> | null = null;
}

function isSame(one: ISelection | null, other: ISelection | null): boolean {
  return one?.catalogId === other?.catalogId && one?.entryId === other?.entryId;
}

const NONE: Readonly<Record<string, unknown>> = {};
