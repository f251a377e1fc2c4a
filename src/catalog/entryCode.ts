import type { PartialJSONObject } from '@lumino/coreutils';
import {
  bestStyle,
  type ICollectionChoice,
  type IStyleOffer,
  loadCode,
  namesIn,
  styleOffers,
  variableName
} from './code';
import type { EntryDetails, LoadCodeStyle } from './tokens';

/** Load code of an entry as it would be inserted. */
export interface IEntryCode {
  readonly code: string;
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
  // The entry of a collection's own document has the same name in every collection.
  const name = recipe.reader === 'esm' ? details.title : details.name;
  const variable = variableName(name, namesIn(sources));
  const { text, packages } = loadCode({
    recipe,
    userParameters,
    parameters,
    style,
    collection,
    variable
  });
  return {
    code: text,
    packages,
    style,
    metadata: metadataOf(details, chosenOf(parameters, collection), style)
  };
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
    : parameters;
}

function metadataOf(
  details: EntryDetails,
  parameters: Readonly<Record<string, unknown>>,
  style: LoadCodeStyle
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
      style,
      inserted: new Date().toISOString()
    }
  };
}
