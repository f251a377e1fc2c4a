import type { PartialJSONObject } from '@lumino/coreutils';
import { chunksIn, parametersIn } from './chosen';
import {
  bestStyle,
  type ICollectionChoice,
  type IStyleOffer,
  loadCode,
  namesIn,
  type Recipe,
  styleOffers,
  variableName
} from './code';
import type { EntryDetails, LoadCodeStyle } from './tokens';

/** Load code of an entry as it would be inserted. */
export interface IEntryCode {
  readonly code: string;
  /** What the code calls the data. */
  readonly variable: string;
  /** Names on PyPI of what the code imports. */
  readonly packages: readonly string[];
  readonly style: LoadCodeStyle;
  /** Metadata of the cell: where the code came from. */
  readonly metadata: PartialJSONObject;
}

/** Which styles an entry can be loaded in; none for one without a recipe. */
export function offersOf(
  { recipe, userParameters }: EntryDetails,
  parameters: Readonly<Record<string, unknown>>
): readonly IStyleOffer[] {
  return recipe ? styleOffers({ recipe, userParameters, parameters }) : [];
}

/**
 * Load code of an entry in the wished style or the first that is offered; null where none is.
 *
 * @param collection - what is chosen of a collection.
 * @param sources - code that is there already, whose names the data must not take.
 */
export function entryCode(
  details: EntryDetails,
  parameters: Readonly<Record<string, unknown>>,
  wished: LoadCodeStyle,
  collection?: ICollectionChoice,
  sources: Iterable<string> = []
): IEntryCode | null {
  const { recipe, userParameters } = details;
  const style = bestStyle(offersOf(details, parameters), wished);
  if (!recipe || style === null) {
    return null;
  }
  const variable = variableName(nameOf(details, recipe), namesIn(sources));
  const { text, packages } = loadCode({
    recipe,
    userParameters,
    parameters,
    style,
    chunks: chunksIn(parameters),
    collection,
    variable
  });
  return {
    code: text,
    variable,
    packages,
    style,
    metadata: metadataOf(
      details,
      chosenOf(parameters, collection),
      style,
      chunksIn(parameters)
    )
  };
}

/** What the data is called after. */
function nameOf({ name, title, query }: EntryDetails, recipe: Recipe): string {
  if (query) {
    const only = query.collections?.length === 1 ? query.collections[0] : null;
    return only ?? (recipe.format === 'stac-items' ? 'found' : 'cube');
  }
  // The entry of a collection's own document has the same name in every collection.
  return recipe.reader === 'esm' ? title : name;
}

/** Values of parameters, or those chosen in the columns of a collection. */
function chosenOf(
  parameters: Readonly<Record<string, unknown>>,
  collection: ICollectionChoice | undefined
): Readonly<Record<string, unknown>> {
  return collection
    ? Object.fromEntries<unknown>(
        collection.columns.map(({ name, values }) => [name, values])
      )
    : parametersIn(parameters);
}

function metadataOf(
  details: EntryDetails,
  parameters: Readonly<Record<string, unknown>>,
  style: LoadCodeStyle,
  chunks?: Readonly<Record<string, number>>
): PartialJSONObject {
  const steps = details.recipe?.steps ?? [];
  return {
    pangeo: {
      catalog: details.catalogId,
      entry: details.id,
      // Ids are of this server; location and names find the entry from anywhere.
      location: steps[0]?.location ?? '',
      names: steps.map(step => step.name),
      parameters: parameters as PartialJSONObject,
      ...(details.query
        ? { query: details.query as unknown as PartialJSONObject }
        : {}),
      ...(chunks ? { chunks: { ...chunks } } : {}),
      style,
      inserted: new Date().toISOString()
    }
  };
}
