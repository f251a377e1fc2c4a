import { type FieldConfig, type Link, type Override } from '../types';
import { STYLE_READERS, USUAL_STYLE } from './drawStyle';
import {
  type Json,
  isRecord,
  number,
  oneOf,
  record,
  records,
  text,
  word
} from './json';
import { readMappings } from './mappings';
import { readThresholds, USUAL_THRESHOLDS } from './thresholds';

const MOST_OVERRIDES = 300;
const MOST_LINKS = 50;
const CUSTOM = 'custom.';

/** Panels whose series differ by colour where the dashboard says nothing; those of others take it from thresholds. */
const BY_SERIES = ['timeseries', 'piechart', 'barchart', 'trend', 'xychart'];

export function usualConfig(panelType: string): FieldConfig {
  return {
    unit: '',
    decimals: null,
    min: null,
    max: null,
    displayName: '',
    noValue: '',
    color: {
      mode: BY_SERIES.includes(panelType) ? 'palette-classic' : 'thresholds',
      fixedColor: '',
      seriesBy: 'last'
    },
    thresholds: USUAL_THRESHOLDS,
    mappings: [],
    links: [],
    custom: USUAL_STYLE
  };
}

export function readLinks(value: unknown): Link[] {
  return records(value)
    .slice(0, MOST_LINKS)
    .map(link => ({ title: text(link.title), url: text(link.url) }))
    .filter(link => link.url !== '');
}

type Reader = (value: unknown, before: FieldConfig) => Partial<FieldConfig>;

const READERS: Readonly<Record<string, Reader>> = {
  unit: value => ({ unit: text(value) }),
  decimals: value => {
    const read = number(value);
    return {
      decimals:
        read === null ? null : Math.min(20, Math.max(0, Math.round(read)))
    };
  },
  min: value => ({ min: number(value) }),
  max: value => ({ max: number(value) }),
  displayName: value => ({ displayName: text(value) }),
  noValue: value => ({ noValue: word(value) }),
  color: (value, before) => {
    const from = record(value);
    return {
      color: {
        mode: text(from.mode, before.color.mode),
        fixedColor: text(from.fixedColor),
        seriesBy: oneOf(from.seriesBy, ['last', 'min', 'max'], 'last')
      }
    };
  },
  thresholds: value => ({ thresholds: readThresholds(value) }),
  mappings: value => ({ mappings: readMappings(value) }),
  links: value => ({ links: readLinks(value) })
};

/** Whether a property of an override is one that is read. */
export function isProperty(id: string): boolean {
  return id.startsWith(CUSTOM)
    ? Object.hasOwn(STYLE_READERS, id.slice(CUSTOM.length))
    : Object.hasOwn(READERS, id);
}

/** A configuration with one property set, as an override sets it; an unknown property changes nothing. */
export function withProperty(
  config: FieldConfig,
  id: string,
  value: unknown
): FieldConfig {
  if (!isProperty(id)) {
    return config;
  }
  if (id.startsWith(CUSTOM)) {
    const read = STYLE_READERS[id.slice(CUSTOM.length)];
    const custom = { ...config.custom, ...read(value, config.custom) };
    return { ...config, custom };
  }
  return { ...config, ...READERS[id](value, config) };
}

function withAll(config: FieldConfig, from: Json, prefix: string): FieldConfig {
  let result = config;
  for (const [key, value] of Object.entries(from)) {
    if (value !== null && value !== undefined) {
      result = withProperty(result, prefix + key, value);
    }
  }
  return result;
}

function readOverride(from: Json): Override | null {
  const matcher = record(from.matcher);
  const id = text(matcher.id);
  const properties = records(from.properties)
    .slice(0, MOST_OVERRIDES)
    .map(property => ({ id: text(property.id), value: property.value }))
    .filter(property => property.id !== '');
  return id === ''
    ? null
    : { matcher: { id, options: matcher.options }, properties };
}

export interface ReadFieldConfig {
  readonly defaults: FieldConfig;
  readonly overrides: readonly Override[];
}

export function readFieldConfig(
  value: unknown,
  panelType: string
): ReadFieldConfig {
  const from = record(value);
  const defaults = record(from.defaults);
  const plain = withAll(usualConfig(panelType), defaults, '');
  return {
    defaults: isRecord(defaults.custom)
      ? withAll(plain, defaults.custom, CUSTOM)
      : plain,
    overrides: records(from.overrides)
      .slice(0, MOST_OVERRIDES)
      .map(readOverride)
      .filter(override => override !== null)
  };
}
