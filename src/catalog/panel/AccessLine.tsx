import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { tokenName } from '../code/withheld';
import { expiry } from '../code/signature';
import type { EntryDetails } from '../tokens';

export interface IAccessProps {
  readonly details: EntryDetails;
  readonly trans: TranslationBundle;
  /** Milliseconds since 1970. */
  readonly now?: number;
}

/** What reading the data needs beside their address, and how that is set up. */
export function AccessLine({
  details,
  trans,
  now = Date.now()
}: IAccessProps): JSX.Element | null {
  const { recipe } = details;
  const text = recipe && needed(details, trans);
  if (!recipe || !text) {
    return null;
  }
  const ends = recipe.urls
    .map(expiry)
    .filter(date => date !== null)
    .sort((left, right) => left.getTime() - right.getTime())[0];
  const isOver = ends !== undefined && ends.getTime() < now;
  return (
    <>
      <p
        className="jp-CatalogDetails-hint"
        role="note"
        aria-label={trans.__('Access')}
      >
        {text}
      </p>
      {ends && (
        <p
          className={
            isOver ? 'jp-CatalogAccess-expired' : 'jp-CatalogDetails-hint'
          }
        >
          {isOver
            ? trans.__(
                'The signature expired on %1, and the data answer 403: read the catalog again, so that it names new addresses.',
                ends.toLocaleString()
              )
            : trans.__(
                'The signature is good until %1.',
                ends.toLocaleString()
              )}
        </p>
      )}
    </>
  );
}

function needed(
  { recipe }: EntryDetails,
  trans: TranslationBundle
): string | null {
  return recipe?.auth === 's3-profile'
    ? keys(recipe.storageOptions['profile'], trans)
    : (texts(trans, tokenName(recipe?.urls[0] ?? '')).get(
        recipe?.auth ?? 'none'
      ) ?? null);
}

function keys(profile: unknown, trans: TranslationBundle): string {
  return typeof profile === 'string'
    ? trans.__(
        'Needs AWS credentials: the profile “%1” of ~/.aws/credentials.',
        profile
      )
    : trans.__(
        'Needs AWS credentials: those of ~/.aws/credentials, or the profile that AWS_PROFILE names.'
      );
}

function texts(
  trans: TranslationBundle,
  token: string
): ReadonlyMap<string, string> {
  return new Map([
    [
      'requester-pays',
      trans.__(
        'Reading is billed to you: it needs cloud credentials of your own, as those of ~/.aws/credentials.'
      )
    ],
    [
      'earthdata',
      trans.__(
        'Needs a NASA Earthdata login: a line for urs.earthdata.nasa.gov in ~/.netrc, or earthaccess asks for it.'
      )
    ],
    [
      'netrc',
      trans.__('Needs a login: user and password of the host in ~/.netrc.')
    ],
    [
      'planetary-computer',
      trans.__(
        'Planetary Computer signs the addresses, for nothing, when the code runs.'
      )
    ],
    [
      'signed-url',
      trans.__('The address is signed: whoever has it can read, for a while.')
    ],
    [
      'bearer',
      trans.__(
        'Needs a token of the provider: in the environment variable %1 of the kernel.',
        token
      )
    ]
  ]);
}
