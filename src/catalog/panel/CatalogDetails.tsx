import * as React from 'react';
import { groupDigits } from '../../ui/format';
import type { About, Catalog } from '../tokens';
import { CatalogButtons } from './CatalogButtons';
import { ExtentMap } from './ExtentMap';
import { Facts, Metadata } from './Facts';
import { Links } from './Links';
import { Markdown } from '../../ui/Markdown';
import { PlaceTools } from './PlaceTools';
import { Problems } from './Problems';
import { ServiceForm } from './ServiceForm';
import type { IPanelProps } from './props';
import { boxText, intervalText, readerName } from './words';

/** A catalog: where it lies, what is wrong with it, and what can be done. */
export function CatalogDetails(
  props: IPanelProps & { readonly catalog: Catalog }
): JSX.Element {
  const { catalog, rendermime, trans } = props;
  const about: Partial<About> = catalog.about ?? {};
  const count = catalog.entryCount ?? null;
  return (
    <article className="jp-CatalogDetails-body">
      <header className="jp-CatalogDetails-head">
        <h2 className="jp-CatalogDetails-title">{catalog.title}</h2>
        <PlaceTools
          {...props}
          place={{ catalogId: catalog.id, entryId: null }}
        />
      </header>
      <CatalogButtons {...props} />
      <Problems problems={catalog.problems} trans={trans} />
      {about.service && (
        <ServiceForm
          key={catalog.id}
          {...props}
          service={about.service}
          place={{ catalogId: catalog.id, entryId: null }}
        />
      )}
      <Markdown text={catalog.description ?? ''} rendermime={rendermime} />
      <Facts
        label={trans.__('About the catalog')}
        facts={[
          [trans.__('Location'), catalog.location],
          [trans.__('Kind'), readerName(catalog.kind, trans)],
          [trans.__('Entries'), count === null ? null : groupDigits(count)],
          [trans.__('Licence'), about.licence],
          [trans.__('Provider'), about.provider],
          [trans.__('Keywords'), about.keywords],
          [trans.__('Time span'), intervalText(about.interval, trans)],
          [trans.__('Box in degrees'), boxText(about.bbox, trans)]
        ]}
        trans={trans}
      />
      <ExtentMap box={about.bbox} trans={trans} />
      <Links links={about.links} trans={trans} />
      <Metadata metadata={about.metadata} trans={trans} />
    </article>
  );
}
