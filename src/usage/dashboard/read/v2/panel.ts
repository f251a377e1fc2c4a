import { type Json, record, records, text } from '../json';
import { askedOf, groupOf } from './source';

function target(from: Json): Json {
  const { spec, datasource } = askedOf(from.query, from.datasource);
  return { ...spec, refId: from.refId, hide: from.hidden === true, datasource };
}

function transformation(from: Json): Json {
  const spec = record(from.spec);
  return { ...spec, id: text(spec.id) || groupOf(from, 'Transformation') };
}

function panel(from: Json): Json {
  const data = record(record(from.data).spec);
  const options = record(data.queryOptions);
  const shown = record(from.vizConfig);
  const { options: shownOptions, fieldConfig } = record(shown.spec);
  return {
    type: groupOf(shown, 'VizConfig'),
    description: from.description,
    transparent: from.transparent,
    links: from.links,
    targets: records(data.queries).map(query => target(record(query.spec))),
    transformations: records(data.transformations).map(transformation),
    maxDataPoints: options.maxDataPoints,
    interval: options.interval,
    timeFrom: options.timeFrom,
    timeShift: options.timeShift,
    options: shownOptions,
    fieldConfig
  };
}

/** An element as a classic panel without its place. One of the library, or of a kind that is not known, is named by its type. */
export function panelOf(element: Json): Json {
  const from = record(element.spec);
  const head = { id: from.id, title: from.title };
  switch (element.kind) {
    case 'Panel':
      return { ...head, ...panel(from) };
    case 'LibraryPanel':
      return { ...head, libraryPanel: record(from.libraryPanel) };
    default:
      return { ...head, type: text(element.kind) };
  }
}
