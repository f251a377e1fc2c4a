import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { flatBox, WorldMap } from './WorldMap';
import { boxText } from './words';

/** Where the data of an entry or catalog lie, where it says so. */
export function ExtentMap({
  box,
  trans
}: {
  readonly box: readonly number[] | null | undefined;
  readonly trans: TranslationBundle;
}): JSX.Element | null {
  const flat = flatBox(box);
  return flat ? (
    <WorldMap
      box={flat}
      label={trans.__('Map with the extent: %1', boxText(flat, trans))}
    />
  ) : null;
}
