import { type Json, isRecord, number, record, text } from '../json';

/** `interpolateOranges` was the name of a scheme. */
function colour(panel: Json): Json {
  const from = record(panel.color);
  const scheme =
    text(from.colorScheme).replace(/^interpolate/, '') || 'Oranges';
  return {
    mode: from.mode === 'opacity' ? 'opacity' : 'scheme',
    scheme,
    fill: text(from.cardColor, 'dark-orange'),
    exponent: number(from.exponent) ?? 0.5,
    steps: 64,
    reverse: false,
    min: number(from.min),
    max: number(from.max)
  };
}

/** Buckets of a calculated heatmap by size or by count, for one axis. */
function buckets(size: unknown, count: unknown): Json {
  const bySize = text(size) || number(size);
  return bySize
    ? { mode: 'size', value: String(bySize) }
    : { mode: 'count', value: String(number(count) ?? '') };
}

function axis(panel: Json): Json {
  const from = record(panel.yAxis);
  return {
    axisPlacement: from.show === false ? 'hidden' : 'left',
    reverse: panel.reverseYBuckets === true,
    unit: text(from.format, 'short'),
    decimals: number(from.decimals),
    min: number(from.min),
    max: number(from.max)
  };
}

/** Whether a heatmap has its options beside `options`, as Grafana wrote them until version 8. */
export function isOldHeatmap(panel: Json): boolean {
  return (
    panel.type === 'heatmap' &&
    (typeof panel.dataFormat === 'string' || isRecord(panel.cards))
  );
}

export function migrateHeatmap(panel: Json): Json {
  return {
    ...panel,
    fieldConfig: { defaults: {}, overrides: [] },
    options: {
      calculate: panel.dataFormat !== 'tsbuckets',
      calculation: {
        xBuckets: buckets(panel.xBucketSize, panel.xBucketNumber),
        yBuckets: buckets(panel.yBucketSize, panel.yBucketNumber)
      },
      color: colour(panel),
      cellGap: number(record(panel.cards).cardPadding) ?? 2,
      yAxis: axis(panel),
      rowsFrame: { layout: text(panel.yBucketBound, 'auto') },
      legend: { show: record(panel.legend).show === true },
      tooltip: {
        mode: record(panel.tooltip).show === false ? 'none' : 'single'
      }
    }
  };
}
