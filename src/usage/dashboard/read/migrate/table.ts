import { type Json, list, number, records, text, texts } from '../json';

interface Property {
  readonly id: string;
  readonly value: unknown;
}

const CELLS: Readonly<Record<string, string>> = {
  cell: 'color-background',
  row: 'color-background',
  value: 'color-text'
};

/** Limits `80,90` as a list or a text, and their colours. */
function thresholds(style: Json): Property[] {
  const limits = (
    typeof style.thresholds === 'string'
      ? style.thresholds.split(',')
      : list(style.thresholds)
  )
    .slice(0, 100)
    .map(number)
    .filter(value => value !== null);
  const colors = texts(style.colors);
  if (limits.length === 0 || colors.length === 0) {
    return [];
  }
  const color = (i: number) => colors[Math.min(i, colors.length - 1)];
  const steps = [
    { value: null, color: color(0) },
    ...limits.map((value, i) => ({ value, color: color(i + 1) }))
  ];
  return [{ id: 'thresholds', value: { mode: 'absolute', steps } }];
}

function mappings(style: Json): Property[] {
  const values = records(style.valueMaps).map(from => ({ ...from, type: 1 }));
  const ranges = records(style.rangeMaps).map(from => ({ ...from, type: 2 }));
  return values.length + ranges.length === 0
    ? []
    : [{ id: 'mappings', value: [...values, ...ranges] }];
}

function unit(style: Json): Property[] {
  if (style.type === 'date') {
    return [
      {
        id: 'unit',
        value: `time:${text(style.dateFormat, 'YYYY-MM-DD HH:mm:ss')}`
      }
    ];
  }
  return style.type === 'number' && text(style.unit) !== ''
    ? [{ id: 'unit', value: style.unit }]
    : [];
}

function properties(style: Json): Property[] {
  const mode = text(style.colorMode);
  const link = style.link === true && text(style.linkUrl) !== '';
  return [
    ...unit(style),
    ...(style.type === 'hidden'
      ? [{ id: 'custom.hideFrom', value: { viz: true } }]
      : []),
    ...(text(style.alias) === ''
      ? []
      : [{ id: 'displayName', value: style.alias }]),
    ...(number(style.decimals) === null
      ? []
      : [{ id: 'decimals', value: number(style.decimals) }]),
    ...(Object.hasOwn(CELLS, mode)
      ? [{ id: 'custom.cellOptions', value: { type: CELLS[mode] } }]
      : []),
    ...(['left', 'center', 'right'].includes(text(style.align))
      ? [{ id: 'custom.align', value: style.align }]
      : []),
    ...(link
      ? [
          {
            id: 'links',
            value: [{ title: text(style.linkTooltip), url: style.linkUrl }]
          }
        ]
      : []),
    ...thresholds(style),
    ...mappings(style)
  ];
}

/** A table whose columns have styles, Grafana's until version 6. What was first to match is put last, as overrides count. */
export function migrateTable(panel: Json): Json {
  const styles = records(panel.styles).slice(0, 200);
  const overrides = styles.reverse().map(style => {
    const pattern = text(style.pattern);
    return {
      matcher: {
        id: pattern.startsWith('/') ? 'byRegexp' : 'byName',
        options: pattern
      },
      properties: properties(style)
    };
  });
  return {
    ...panel,
    type: 'table',
    fieldConfig: { defaults: {}, overrides },
    options: { showHeader: panel.showHeader !== false }
  };
}
