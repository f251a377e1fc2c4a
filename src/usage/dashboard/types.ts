/**
 * Dashboards as Grafana's JSON writes them, as far as they are drawn here, and the frames of data that panels draw.
 *
 * Names follow Grafana's own model. Everything is read once by `readDashboard`, which checks it; from there on these types hold.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

/** What a value counts as where it is mapped to a text or a colour. */
export type ValueMapping =
  | {
      readonly type: 'value';
      readonly options: Readonly<Record<string, MappingResult>>;
    }
  | {
      readonly type: 'range';
      readonly from: number | null;
      readonly to: number | null;
      readonly result: MappingResult;
    }
  | {
      readonly type: 'regex';
      readonly pattern: string;
      readonly result: MappingResult;
    }
  | {
      readonly type: 'special';
      readonly match: 'null' | 'nan' | 'null+nan' | 'true' | 'false' | 'empty';
      readonly result: MappingResult;
    };

export interface MappingResult {
  readonly text?: string;
  readonly color?: string;
  readonly index?: number;
}

/** From this value on, a colour; the first step has null, which is below every value. */
export interface ThresholdStep {
  readonly value: number | null;
  readonly color: string;
}

export interface Thresholds {
  readonly mode: 'absolute' | 'percentage';
  readonly steps: readonly ThresholdStep[];
}

/** How a line, bar or point is drawn: `fieldConfig.defaults.custom`. Sizes in pixels, opacity in percent. */
export interface DrawStyle {
  readonly drawStyle: 'line' | 'bars' | 'points';
  readonly lineInterpolation: 'linear' | 'smooth' | 'stepBefore' | 'stepAfter';
  readonly lineWidth: number;
  /** Pixels of dashes and gaps; empty is a whole line. */
  readonly lineDash: readonly number[];
  readonly fillOpacity: number;
  readonly gradientMode: 'none' | 'opacity' | 'hue' | 'scheme';
  readonly showPoints: 'auto' | 'never' | 'always';
  readonly pointSize: number;
  /** Whether gaps are bridged; a number: gaps of at most these milliseconds. */
  readonly spanNulls: boolean | number;
  readonly stacking: 'none' | 'normal' | 'percent';
  readonly stackingGroup: string;
  readonly barAlignment: -1 | 0 | 1;
  readonly axisPlacement: 'auto' | 'left' | 'right' | 'hidden';
  readonly axisLabel: string;
  readonly axisSoftMin: number | null;
  readonly axisSoftMax: number | null;
  readonly scale: 'linear' | 'log' | 'symlog';
  readonly logBase: number;
  readonly thresholdsStyle:
    'off' | 'line' | 'dashed' | 'area' | 'line+area' | 'dashed+area' | 'series';
  readonly transform: 'none' | 'negative-Y' | 'constant';
  readonly hideFrom: {
    readonly legend: boolean;
    readonly tooltip: boolean;
    readonly viz: boolean;
  };
  /** Of a table's cells: `auto`, `color-text`, `color-background`, `gauge`, `sparkline`, `json-view` … */
  readonly cell: string;
  readonly width: number | null;
  readonly align: 'auto' | 'left' | 'center' | 'right';
}

/** `fieldConfig.defaults`, and what overrides have made of it for one field. */
export interface FieldConfig {
  readonly unit: string;
  readonly decimals: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly displayName: string;
  readonly noValue: string;
  readonly color: {
    /** `palette-classic`, `thresholds`, `fixed`, `continuous-GrYlRd`, … */
    readonly mode: string;
    readonly fixedColor: string;
    readonly seriesBy: 'last' | 'min' | 'max';
  };
  readonly thresholds: Thresholds;
  readonly mappings: readonly ValueMapping[];
  readonly links: readonly Link[];
  readonly custom: DrawStyle;
}

export interface Link {
  readonly title: string;
  /** Where it leads, before variables; only http(s) is ever followed. */
  readonly url: string;
}

export interface Override {
  readonly matcher: { readonly id: string; readonly options: unknown };
  readonly properties: ReadonlyArray<{
    readonly id: string;
    readonly value: unknown;
  }>;
}

export interface GridPos {
  /** Columns of 24, and rows of 30 pixels with 8 between. */
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface DatasourceRef {
  readonly type: string;
  /** Uid, or a variable as `$datasource`; empty is the dashboard's usual one. */
  readonly uid: string;
}

/** One query of a panel. Fields that only one kind of source has are in `raw`, as they were written. */
export interface Target {
  readonly refId: string;
  readonly datasource: DatasourceRef | null;
  readonly isHidden: boolean;
  /** PromQL; empty at other sources. */
  readonly expr: string;
  readonly legendFormat: string;
  readonly format: 'time_series' | 'table' | 'heatmap';
  readonly isInstant: boolean;
  readonly isRange: boolean;
  /** Lowest step as Grafana writes it (`1m`), or empty. */
  readonly interval: string;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Makes frames of frames; options are read as they come: what does not fit counts as absent. */
export type Transform = (
  frames: readonly Frame[],
  options: Readonly<Record<string, unknown>>,
  trans: TranslationBundle
) => readonly Frame[];

export interface Transformation {
  readonly id: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly isDisabled: boolean;
  /** Absent where it is not done here, or by whoever draws. */
  readonly apply?: Transform;
}

export interface Panel {
  readonly id: number;
  /** `timeseries`, `stat`, `gauge`, `bargauge`, `table`, `heatmap`, `text`, `row`, or one that is not drawn here. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly gridPos: GridPos;
  readonly datasource: DatasourceRef | null;
  readonly targets: readonly Target[];
  readonly fieldConfig: {
    readonly defaults: FieldConfig;
    readonly overrides: readonly Override[];
  };
  /** Options of the panel's type, as they were written; each drawing reads its own with defaults. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly transformations: readonly Transformation[];
  readonly maxDataPoints: number | null;
  readonly interval: string;
  readonly timeFrom: string;
  readonly timeShift: string;
  readonly links: readonly Link[];
  readonly repeat: {
    readonly variable: string;
    readonly direction: 'h' | 'v';
    readonly maxPerRow: number;
  } | null;
  /** Of a copy that a repeat made: its own values of variables, by name. */
  readonly scoped?: Readonly<Record<string, VariableOption>>;
  /** Of a row: its panels follow it in the dashboard; a closed row hides them. */
  readonly isCollapsed: boolean;
  /** Id of the row that the panel stands below, or null. */
  readonly rowId: number | null;
  /** What this panel uses that is not drawn here; shown on the panel. */
  readonly lacks: readonly string[];
}

/** A choice that panels' queries refer to as `$name`. */
export interface Variable {
  readonly name: string;
  readonly type:
    | 'query'
    | 'custom'
    | 'interval'
    | 'datasource'
    | 'textbox'
    | 'constant'
    | 'adhoc'
    | 'other';
  readonly label: string;
  readonly hide: 'none' | 'label' | 'all';
  /** What is asked for its values: `label_values(up, job)`, `a,b,c`, a kind of source. */
  readonly query: string;
  readonly datasource: DatasourceRef | null;
  readonly regex: string;
  /** 0 not; 1, 2 by name; 3, 4 by number; 5, 6 by name in small letters; even ones descend. */
  readonly sort: number;
  readonly isMulti: boolean;
  readonly hasAll: boolean;
  /** What *All* becomes; empty is all values. */
  readonly allValue: string;
  readonly options: readonly VariableOption[];
  readonly current: readonly string[];
  /** Of an interval that offers *auto*: how many steps the span has then, and the lowest step in milliseconds. */
  readonly auto?: { readonly count: number; readonly minMs: number };
  /** Whether its options are asked for anew when another time is shown. */
  readonly followsRange?: true;
  /** Names of variables that its query refers to. */
  readonly dependsOn: readonly string[];
}

export interface VariableOption {
  readonly text: string;
  readonly value: string;
}

/** A query of a Prometheus whose samples are events, drawn over panels with times. */
export interface Annotation {
  readonly name: string;
  readonly isEnabled: boolean;
  /** Whether nobody can switch it. */
  readonly isHidden: boolean;
  /** As the dashboard names it, or empty. */
  readonly color: string;
  readonly datasource: DatasourceRef;
  readonly expr: string;
  /** Lowest step as Grafana writes it (`1m`), or empty. */
  readonly step: string;
  /** Names of labels whose values are tags. */
  readonly tagKeys: readonly string[];
  readonly titleFormat: string;
  readonly textFormat: string;
  /** Whether values are the times of events, in milliseconds. */
  readonly isTimeInValue: boolean;
  /** On which panels it is drawn; null is all. */
  readonly filter: {
    readonly isExcluding: boolean;
    readonly ids: readonly number[];
  } | null;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Of the JSON that was read. */
  readonly schemaVersion: number;
  /** As `now-6h`, `now`. */
  readonly time: { readonly from: string; readonly to: string };
  /** As `30s`; empty is by hand. */
  readonly refresh: string;
  /** `browser`, `utc` or a name of the time zone database. */
  readonly timezone: string;
  readonly hasSharedCrosshair: boolean;
  readonly variables: readonly Variable[];
  /** In their order on the page, rows among them; those of a closed row too. */
  readonly panels: readonly Panel[];
  readonly annotations: readonly Annotation[];
  readonly links: readonly Link[];
  /** What of the dashboard as a whole was left out, in words. */
  readonly problems: readonly string[];
}

/** A column of a frame. All columns of a frame are as long. */
export interface Field {
  readonly name: string;
  readonly type: 'time' | 'number' | 'string';
  readonly labels: Readonly<Record<string, string>>;
  /** Times in milliseconds since the epoch, ascending; null where nothing is known. */
  readonly values: ReadonlyArray<number | string | null>;
  /** Says the legend of its target where that has one (`{{job}}` filled in). */
  readonly title?: string;
  /** A unit that the source knows; the panel's goes before it. */
  readonly unit?: string;
}

/** A table: a series has a time and a number. */
export interface Frame {
  readonly refId: string;
  readonly name: string;
  readonly fields: readonly Field[];
}

/** A field with all that is needed to draw it. */
export interface DrawnField extends Field {
  readonly config: FieldConfig;
  /** What legends and heads of tables say. */
  readonly displayName: string;
  /** CSS colour of the whole series. */
  readonly color: string;
}

export interface DrawnFrame {
  readonly refId: string;
  readonly name: string;
  readonly fields: readonly DrawnField[];
}

/** A value in words. `prefix` and `suffix` hold their own spaces. */
export interface FormattedValue {
  readonly text: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** A formatted value with the colour that thresholds or mappings give it. */
export interface DisplayValue extends FormattedValue {
  readonly numeric: number;
  readonly color: string;
}

/** A span of time, milliseconds since the epoch. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}
