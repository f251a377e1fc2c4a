import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Remote } from '../api/resource';
import type { Wire } from '../api/tokens';
import type { ChartMarks } from './dashboard/charts/types';
import type {
  Dashboard,
  Frame,
  Panel,
  TimeSpan,
  Variable,
  VariableOption
} from './dashboard/types';

export type Source = Wire<'Source'>;
export type MetricQuery = Wire<'MetricQuery'>;
export type {
  Dashboard,
  Frame,
  Panel,
  Remote,
  TimeSpan,
  Variable,
  VariableOption
};

/** What a usage tab shows; what a link and a reload bring back. A type, not an interface: it is put into JSON. */
export type UsageView = {
  /** Id of a dashboard of the library: of the suite, `file:` with a path, `grafana:` with the name of a source and a uid. */
  dashboard: string;
  /** Grafana's syntax: `now-6h`, `now/d`, a date. */
  from: string;
  to: string;
  /** As `15s`; empty is by hand. */
  refresh: string;
  /** `browser`, `utc` or a name of the time zone database. */
  timezone: string;
  /** Chosen values by the variable's name. */
  variables: Record<string, string[]>;
  /** Name of the Prometheus that dashboards without one of their own ask; empty is the first. */
  store: string;
  /** Id of the only panel that is shown, or null for all. */
  panel: number | null;
};

/** A dashboard that can be chosen. */
export interface IListed {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** What may be chosen of a variable, and what is. */
export interface IVariableState {
  readonly variable: Variable;
  readonly options: readonly VariableOption[];
  readonly chosen: readonly string[];
  readonly isLoading: boolean;
  /** Why its options are not known, or null. */
  readonly problem: string | null;
}

/** What a panel has to draw. */
export interface IPanelData {
  /** Frames of all its targets that are not hidden, those that only configure among them. */
  readonly frames: readonly Frame[];
  /** What was asked for, milliseconds since the epoch. */
  readonly span: TimeSpan;
  /** What is wrong with single queries, in words. */
  readonly problems: readonly string[];
}

/** The annotations of a dashboard, drawn over its panels. */
export interface IAnnotations extends ChartMarks, IDisposable {
  /** Panels that stand nowhere and have ids below zero: their data are the samples of annotations. */
  readonly queries: readonly Panel[];
  /** What switches annotations and says what is wrong with them. */
  bar(isDark: boolean, trans: TranslationBundle): JSX.Element;
}

/** What can be seen of a usage tab; the same object until something changed. */
export interface IUsageSnapshot {
  readonly view: UsageView;
  readonly dashboards: readonly IListed[];
  readonly dashboard: Remote<Dashboard>;
  /** Where Grafana shows the dashboard; empty where it is not from there. */
  readonly link: string;
  /** Whether Grafana's own page of it may be shown. */
  readonly hasPage: boolean;
  readonly sources: Remote<readonly Source[]>;
  /** Name of the store that is preferred: what the view says, else what the dashboard does; empty is the first. */
  readonly store: string;
  /** In the order of the dashboard, hidden ones too. */
  readonly variables: readonly IVariableState[];
  /** Null where the dashboard has none. */
  readonly annotations: IAnnotations | null;
  /** Whether queries are under way. */
  readonly isBusy: boolean;
  /** When data was asked for last, milliseconds since the epoch. */
  readonly askedAt: number | null;
}

/** What a usage tab shows, and what it asks for. */
export interface IUsageModel {
  /** Emitted when the snapshot changed. */
  readonly changed: ISignal<IUsageModel, void>;
  /** Emitted with the ids of panels whose data changed. */
  readonly dataChanged: ISignal<IUsageModel, ReadonlySet<number>>;
  readonly snapshot: IUsageSnapshot;
  /** What is known for a panel; the same object until it changed. */
  data(panelId: number): Remote<IPanelData>;
  /** Show something else. */
  change(view: Partial<UsageView>): void;
  /** Say whether a panel is in view: only those are asked for. */
  look(panelId: number, isInView: boolean): void;
  /** Say whether anybody can see the tab; a hidden one asks for nothing. */
  setVisible(isVisible: boolean): void;
  /** Ask again for all that is in view. */
  refresh(): Promise<void>;
}
