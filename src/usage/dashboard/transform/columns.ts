import { list, own, record, text, texts } from '../read/json';
import { regexOf } from '../read/regex';
import type { Field, Frame } from '../types';
import { namesOf, renamed } from './names';

type Options = Readonly<Record<string, unknown>>;

/** `organize`: columns left out, in another order, by other names. Those that no order names come last. */
export function organize(frames: readonly Frame[], options: Options): Frame[] {
  const excluded = record(options.excludeByName);
  const included = record(options.includeByName);
  const places = record(options.indexByName);
  const names = record(options.renameByName);
  const isListed = Object.values(included).includes(true);
  const placeOf = (name: string) => Number(own(places, name) ?? Infinity);
  return frames.map(frame => {
    const columns = namesOf(frame)
      .map((name, place) => ({ name, field: frame.fields[place] }))
      .filter(({ name }) =>
        isListed ? own(included, name) === true : own(excluded, name) !== true
      );
    if (Object.keys(places).length > 0) {
      columns.sort(({ name: one }, { name: other }) =>
        placeOf(one) === placeOf(other) ? 0 : placeOf(one) - placeOf(other)
      );
    }
    const fields = columns.map(({ name, field }) => {
      const next = text(own(names, name));
      return next === '' ? field : renamed(field, next);
    });
    return { ...frame, fields };
  });
}

/** `filterFieldsByName`: columns by a list of names, by a pattern, or both. A frame without columns is left out. */
export function filterFieldsByName(
  frames: readonly Frame[],
  options: Options
): Frame[] {
  const include = chooser(record(options.include));
  const exclude = chooser(record(options.exclude));
  return frames
    .map(frame => {
      const names = namesOf(frame);
      const isKept = (_: Field, place: number) =>
        (include?.(names[place]) ?? true) && !exclude?.(names[place]);
      return { ...frame, fields: frame.fields.filter(isKept) };
    })
    .filter(({ fields }) => fields.length > 0);
}

/** Whether a name is meant, or undefined where nothing is said. */
function chooser(said: Options): ((name: string) => boolean) | undefined {
  const names = new Set(texts(said.names));
  const pattern = text(said.pattern) === '' ? null : patternOf(said.pattern);
  if (list(said.names).length === 0 && !pattern) {
    return undefined;
  }
  return name => names.has(name) || (pattern?.exec(name) ?? null) !== null;
}

/** `renameByRegex`: names of columns replaced where a pattern fits. */
export function renameByRegex(
  frames: readonly Frame[],
  options: Options
): Frame[] {
  const pattern = patternOf(options.regex);
  const template = text(options.renamePattern);
  if (!pattern) {
    return [...frames];
  }
  return frames.map(frame => {
    const names = namesOf(frame);
    const fields = frame.fields.map((field, place) => {
      const next = pattern.replace(names[place], template);
      return next === names[place] ? field : renamed(field, next);
    });
    return { ...frame, fields };
  });
}

/** A pattern that may fit a part of a name, written with or without slashes. */
function patternOf(value: unknown): ReturnType<typeof regexOf> {
  const source = text(value);
  if (source === '') {
    return null;
  }
  return /^\/.*\/[a-z]*$/s.test(source)
    ? regexOf(source)
    : regexOf(`/${source}/`);
}
