import { call, source } from './call';
import type { ITask, Recipe } from './types';

/** A parameter of the catalog, which the page and Intake both fill in. */
const SHARED = /^\{\{.*\}\}$/s;

/** A parameter of one entry or its data, which Intake 2 does not fill in when the catalog is read from its file. */
const OWN = /^\{\w+\}$/;

/** Whether the entry is of a catalog of Intake's second format. */
export function isTwo(recipe: Recipe): boolean {
  return recipe.reader === 'intake-v2';
}

/** What the catalog asks Intake to import or evaluate; the page leaves it as text. */
export function asked(recipe: Recipe): string[] {
  return isTwo(recipe)
    ? (recipe.templates ?? []).filter(
        text => !SHARED.test(text) && !OWN.test(text)
      )
    : [];
}

/** Whether only code that fills the parameters in by itself opens the entry. */
export function hasOwnParameters(recipe: Recipe): boolean {
  return isTwo(recipe) && (recipe.templates ?? []).some(text => OWN.test(text));
}

/** Whether Intake's own reader is put in place of the catalog's entry; data without a reader name only their kind. */
export function needsReaderInTwo(recipe: Recipe): boolean {
  return hasOwnParameters(recipe) || /datatypes:\w+$/.test(recipe.driver);
}

/** The way from a catalog to an entry: what is nested is read first, and parameters are told to the catalog. */
export function wayTo(
  { recipe }: ITask,
  chosen: Readonly<Record<string, unknown>>
): string {
  const names = (recipe.steps ?? []).map(({ name }) => `[${source(name)}]`);
  const last = names.pop() ?? '';
  const picked = Object.keys(chosen).length ? call('', [], chosen) : '';
  const nested = names.map(name => `${name}.read()`).join('');
  return `${nested}${picked}${last}.read()`;
}
