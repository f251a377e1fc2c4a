import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import { Resource } from '../api/resource';
import type { IApiClient, Wire } from '../api/tokens';
import { boxOf, type IDraft, type Slip } from './query';
import type { Remote } from './tokens';

export type SearchFacets = Wire<'SearchFacets'>;
export type FacetName = Wire<'SearchFacet'>['name'];

/** All facets, in the order of the panel. */
export const FACETS: readonly FacetName[] = [
  'kind',
  'reader',
  'format',
  'keyword',
  'licence'
];

/** What hits are narrowed by, each for itself. */
export type Part = FacetName | 'box' | 'time';

/** What the user chose, fields as they are typed. */
export interface IFilters {
  readonly chosen: Readonly<Partial<Record<FacetName, readonly string[]>>>;
  /** West, south, east, north. */
  readonly box: IDraft['box'];
  /** Days as 2020-01-31. */
  readonly start: string;
  readonly end: string;
}

export const NO_FILTERS: IFilters = {
  chosen: {},
  box: ['', '', '', ''],
  start: '',
  end: ''
};

/** What a search is narrowed by, as the server is asked. */
export interface ITerms {
  /** Those that narrow anything. */
  readonly parts: readonly Part[];
  readonly query: {
    readonly filters?: string;
    readonly bbox?: string;
    readonly datetime?: string;
  };
}

export interface IFilterState {
  readonly filters: IFilters;
  readonly isOpen: boolean;
  /** Those that narrow anything. */
  readonly parts: readonly Part[];
  /** What is wrong with the box; then it narrows nothing. */
  readonly slip: Slip | null;
  /** Whether the last day lies before the first; then days narrow nothing. */
  readonly isReversed: boolean;
  /** Values with counts; null while the filters are closed. */
  readonly facets: Remote<SearchFacets> | null;
}

/** Milliseconds without a change before values are counted again. */
const WAIT = 250;

/** What a search is narrowed by beside its words; values are counted only while somebody looks at them. */
export class FilterBoard implements IDisposable {
  constructor(private readonly _client: IApiClient) {}

  get changed(): ISignal<FilterBoard, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._debouncer.isDisposed;
  }

  get snapshot(): IFilterState {
    return this._snapshot;
  }

  /** The same object until something narrows otherwise. */
  get terms(): ITerms {
    return this._terms;
  }

  /** Show or hide the filters. */
  open(isOpen: boolean): void {
    if (isOpen === (this._resource !== null)) {
      return;
    }
    this._resource?.dispose();
    this._resource = isOpen
      ? new Resource(signal => this._count(signal))
      : null;
    this._resource?.changed.connect(this._update, this);
    this._update();
    void this._resource?.refresh();
  }

  /** Count for these words from now on. */
  look(words: string): void {
    if (words.trim() !== this._words) {
      this._words = words.trim();
      this._later();
    }
  }

  change(changed: Partial<IFilters>): void {
    this._set({ ...this._filters, ...changed });
  }

  choose(name: FacetName, value: string, isChosen: boolean): void {
    const others = (this._filters.chosen[name] ?? []).filter(
      item => item !== value
    );
    const chosen = isChosen ? [...others, value] : others;
    this.change({ chosen: { ...this._filters.chosen, [name]: chosen } });
  }

  /** Take away one filter, or all. */
  clear(part?: Part): void {
    if (part === undefined) {
      this._set(NO_FILTERS);
    } else if (part === 'box') {
      this.change({ box: NO_FILTERS.box });
    } else if (part === 'time') {
      this.change({ start: '', end: '' });
    } else {
      this.change({ chosen: { ...this._filters.chosen, [part]: [] } });
    }
  }

  /** Count again, after a change of what is indexed. */
  async refresh(): Promise<void> {
    await this._resource?.refresh();
  }

  dispose(): void {
    this._debouncer.dispose();
    this._resource?.dispose();
    Signal.clearData(this);
  }

  private _set(filters: IFilters): void {
    this._filters = filters;
    const terms = termsOf(filters);
    if (JSON.stringify(terms) !== JSON.stringify(this._terms)) {
      this._terms = terms;
      this._later();
    }
    this._update();
  }

  private _later(): void {
    if (this._resource) {
      // A superseded call of the debouncer rejects.
      this._debouncer.invoke().catch(() => undefined);
    }
  }

  private _count(signal: AbortSignal): Promise<SearchFacets> {
    const query = { q: this._words, ...this._terms.query };
    return this._client.call('countSearchFacets', { query }, signal);
  }

  private _update = (): void => {
    this._snapshot = stateOf(
      this._filters,
      this._terms,
      this._resource?.snapshot ?? null
    );
    this._changed.emit();
  };

  private readonly _changed = new Signal<FilterBoard, void>(this);
  private readonly _debouncer = new Debouncer(() => this.refresh(), WAIT);
  private _filters = NO_FILTERS;
  private _resource: Resource<SearchFacets> | null = null;
  private _terms = termsOf(NO_FILTERS);
  private _snapshot = stateOf(NO_FILTERS, this._terms, null);
  private _words = '';
}

/** What filters ask of the server, without one of them; fields that cannot be used are left out. */
export function termsOf(filters: IFilters, without?: Part): ITerms {
  const names = FACETS.filter(
    name => name !== without && filters.chosen[name]?.length
  );
  const bbox = without === 'box' ? null : boxText(filters);
  const datetime = without === 'time' ? null : spanText(filters);
  const chosen = names.map(name => [name, filters.chosen[name]]);
  return {
    parts: [
      ...names,
      ...(bbox ? (['box'] as const) : []),
      ...(datetime ? (['time'] as const) : [])
    ],
    query: {
      ...(names.length
        ? { filters: JSON.stringify(Object.fromEntries(chosen)) }
        : {}),
      ...(bbox ? { bbox } : {}),
      ...(datetime ? { datetime } : {})
    }
  };
}

function boxText({ box }: IFilters): string | null {
  const numbers = boxOf(box);
  return Array.isArray(numbers) ? numbers.join(',') : null;
}

function spanText(filters: IFilters): string | null {
  const { start, end } = filters;
  return (start || end) && !isReversed(filters)
    ? `${start || '..'}/${end || '..'}`
    : null;
}

function stateOf(
  filters: IFilters,
  { parts }: ITerms,
  facets: Remote<SearchFacets> | null
): IFilterState {
  const box = boxOf(filters.box);
  return {
    filters,
    isOpen: facets !== null,
    parts,
    slip: typeof box === 'string' ? box : null,
    isReversed: isReversed(filters),
    facets
  };
}

function isReversed({ start, end }: IFilters): boolean {
  return start !== '' && end !== '' && start > end;
}

/** Filters as they were kept; what is none counts as nothing. */
export function checkedFilters(kept: unknown): IFilters {
  const { chosen, box, start, end } = { ...(kept as Partial<IFilters> | null) };
  const texts = (given: unknown): given is readonly string[] =>
    Array.isArray(given) && given.every(item => typeof item === 'string');
  const facets = FACETS.flatMap(name => {
    const values: unknown = chosen?.[name];
    return texts(values) && values.length ? [[name, values] as const] : [];
  });
  return {
    chosen: Object.fromEntries(facets),
    box: texts(box) && box.length === 4 ? box : NO_FILTERS.box,
    start: typeof start === 'string' ? start : '',
    end: typeof end === 'string' ? end : ''
  };
}
