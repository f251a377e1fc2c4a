import {
  type Json,
  isRecord,
  list,
  number,
  record,
  records,
  text
} from '../json';

const CALCS: Readonly<Record<string, string>> = {
  avg: 'mean',
  current: 'lastNotNull',
  total: 'sum'
};

function calcs(value: unknown): unknown[] {
  return list(value).map(calc =>
    typeof calc === 'string' && Object.hasOwn(CALCS, calc) ? CALCS[calc] : calc
  );
}

/** Limits were once a list of their own: `{index, value, color}`. */
function thresholds(options: Json, defaults: Json): unknown {
  if (isRecord(defaults.thresholds)) {
    return defaults.thresholds;
  }
  const steps = records(options.thresholds).map(step => ({
    value: number(step.value),
    color: step.color
  }));
  steps.sort((a, b) => (a.value ?? -Infinity) - (b.value ?? -Infinity));
  return steps.length > 0 ? { mode: 'absolute', steps } : undefined;
}

/** Stat, gauge and bar gauge as Grafana 6 wrote them: fields' configuration among the options. */
export function migrateFieldOptions(panel: Json): Json {
  const options = record(panel.options);
  const old = record(options.fieldOptions);
  const defaults = record(old.defaults);
  return {
    ...panel,
    options: {
      ...options,
      reduceOptions: {
        calcs: calcs(old.calcs),
        values: old.values === true,
        fields: ''
      }
    },
    fieldConfig: {
      defaults: {
        ...defaults,
        displayName: text(defaults.displayName) || text(defaults.title),
        thresholds: thresholds(old, defaults),
        mappings: defaults.mappings ?? old.mappings
      },
      overrides: old.overrides
    }
  };
}
