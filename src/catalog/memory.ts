import type { IStateDB } from '@jupyterlab/statedb';
import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import { checkedFilters, type IFilters, NO_FILTERS } from './filters';
import type { Chosen, ISelection, LoadCodeStyle } from './tokens';

const KEY = 'jupyterlab-pangeo:catalog';
const WAIT = 500;
/** Open nodes that are remembered at most. */
const MOST = 500;
/** Collections whose choice is remembered at most. */
const COLLECTIONS = 50;

/** What comes back after the page is loaded again. */
export interface IRemembered {
  readonly expanded: readonly string[];
  readonly selection: ISelection | null;
  readonly style: LoadCodeStyle | null;
  /** Chosen values of collections, by key. */
  readonly facets: ReadonlyMap<string, Chosen>;
  /** What was looked for. */
  readonly query: string;
  readonly filters: IFilters;
}

const NOTHING: IRemembered = {
  expanded: [],
  selection: null,
  style: null,
  facets: new Map(),
  query: '',
  filters: NO_FILTERS
};

/** Keeps the view of the panel in Lab's state database. */
export class Memory implements IDisposable {
  constructor(private readonly _state: IStateDB | null) {}

  get isDisposed(): boolean {
    return this._debouncer.isDisposed;
  }

  /** What was kept; what cannot be read counts as nothing. */
  async load(): Promise<IRemembered> {
    const kept: unknown = await this._state?.fetch(KEY).catch(() => undefined);
    return typeof kept === 'object' && kept !== null ? checked(kept) : NOTHING;
  }

  /** Keep this a little later; the last of several wins. */
  keep(remembered: IRemembered): void {
    const facets = [...remembered.facets].slice(-COLLECTIONS);
    const text = JSON.stringify({ ...remembered, facets });
    if (text !== this._kept) {
      this._kept = text;
      // A superseded call of the debouncer rejects.
      this._debouncer.invoke().catch(() => undefined);
    }
  }

  dispose(): void {
    this._debouncer.dispose();
  }

  private async _save(): Promise<void> {
    await this._state?.save(
      KEY,
      JSON.parse(this._kept) as Parameters<IStateDB['save']>[1]
    );
  }

  private readonly _debouncer = new Debouncer(() => this._save(), WAIT);
  private _kept = '';
}

/** The state database may hold what another version wrote. */
function checked(kept: object): IRemembered {
  const { expanded, selection, style, facets, query, filters } =
    kept as Partial<Record<keyof IRemembered, unknown>>;
  return {
    expanded: Array.isArray(expanded)
      ? expanded
          .filter((key): key is string => typeof key === 'string')
          .slice(0, MOST)
      : [],
    selection: isSelection(selection) ? selection : null,
    style:
      style === 'xarray' || style === 'intake' || style === 'dask'
        ? style
        : null,
    facets: new Map(Array.isArray(facets) ? facets.filter(isChoice) : []),
    query: typeof query === 'string' ? query : '',
    filters: checkedFilters(filters)
  };
}

function isChoice(value: unknown): value is [string, Chosen] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') {
    return false;
  }
  const chosen: unknown = value[1];
  return (
    typeof chosen === 'object' &&
    chosen !== null &&
    Object.values(chosen).every(
      values =>
        Array.isArray(values) && values.every(item => typeof item === 'string')
    )
  );
}

function isSelection(value: unknown): value is ISelection {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { catalogId, entryId } = value as Partial<Record<string, unknown>>;
  return (
    typeof catalogId === 'string' &&
    (entryId === null || typeof entryId === 'string')
  );
}
