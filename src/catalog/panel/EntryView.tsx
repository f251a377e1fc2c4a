import { copyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { gripIcon } from '../icons';
import { armCodeDrag } from '../../ui/dragCode';
import { IconButton } from '../../ui/Button';
import { useModel } from '../../ui/useModel';
import { copyLoadCode } from '../commands';
import { COLLECTION } from '../facets';
import type { EntryDetails } from '../tokens';
import { CatalogButtons } from './CatalogButtons';
import { CodeSection } from './CodeSection';
import { ExtentMap } from './ExtentMap';
import { FacetList } from './FacetList';
import { Facts, Metadata } from './Facts';
import { Links } from './Links';
import { Markdown } from '../../ui/Markdown';
import { Parameters } from './Parameters';
import { PlaceTools } from './PlaceTools';
import { Problems } from './Problems';
import { RemoteSection } from './SearchView';
import { Reading } from './SizeGuard';
import type { IPanelProps } from './props';
import { boxText, intervalText } from './words';

export interface IEntryProps extends IPanelProps {
  readonly details: EntryDetails;
}

/** Everything known of an entry, and its load code. */
export function EntryView(props: IEntryProps): JSX.Element {
  const { details, model, rendermime, trans } = props;
  const { parameters } = useModel(model);
  const title = details.title || details.name;
  const catalog = model.get(details.catalogId);
  // The entry that stands for a whole collection of the list.
  const own = catalog?.collectionId === details.id ? catalog : undefined;
  return (
    <article className="jp-CatalogDetails-body" aria-label={title}>
      <Title {...props} title={title} />
      <RemoteSection {...props} />
      <CodeSection {...props} />
      <Reading {...props} />
      {details.format === COLLECTION && <FacetList {...props} />}
      <Parameters
        parameters={details.userParameters}
        values={parameters}
        model={model}
        trans={trans}
      />
      {own && <CatalogButtons {...props} catalog={own} />}
      <Problems
        problems={[...(own?.problems ?? []), ...details.problems]}
        trans={trans}
      />
      <Markdown text={details.description} rendermime={rendermime} />
      <Facts
        label={trans.__('About the entry')}
        facts={[
          [trans.__('Path'), details.path.join(' › ')],
          [trans.__('Driver'), details.driver],
          [trans.__('Address'), details.recipe?.urls],
          [trans.__('Licence'), details.licence],
          [trans.__('Provider'), details.provider],
          [trans.__('Keywords'), details.keywords],
          [trans.__('Time span'), intervalText(details.interval, trans)],
          [trans.__('Box in degrees'), boxText(details.bbox, trans)]
        ]}
        trans={trans}
      />
      <ExtentMap box={details.bbox} trans={trans} />
      <Links links={details.links} trans={trans} />
      <Metadata metadata={details.metadata} trans={trans} />
      {details.source && (
        <details className="jp-CatalogDetails-source">
          <summary className="jp-CatalogDetails-summary">
            {trans.__('As the catalog writes it')}
          </summary>
          <pre
            className="jp-CatalogCode"
            tabIndex={0}
            role="group"
            aria-label={trans.__('As the catalog writes it')}
          >
            {details.source}
          </pre>
        </details>
      )}
    </article>
  );
}

/** The title, between a handle by which the load code is dragged and a button that copies it. */
function Title(props: IEntryProps & { readonly title: string }): JSX.Element {
  const { details, commands, make, title, trans } = props;
  const head = React.useRef<HTMLHeadingElement>(null);
  const made = make(details);
  return (
    <header className="jp-CatalogDetails-head">
      {made && (
        <span
          className="jp-CatalogDetails-grip"
          title={trans.__('Drag into a notebook or an editor')}
          onPointerDown={event => {
            if (event.button === 0 && head.current) {
              event.preventDefault();
              armCodeDrag(event.nativeEvent, head.current, () => make(details));
            }
          }}
        >
          <gripIcon.react tag="span" />
        </span>
      )}
      <h2 ref={head} className="jp-CatalogDetails-title">
        {title}
      </h2>
      {made && (
        <IconButton
          label={trans.__('Copy load code')}
          icon={copyIcon}
          onClick={() =>
            void copyLoadCode.run(commands, {
              catalogId: details.catalogId,
              entryId: details.id
            })
          }
        />
      )}
      <PlaceTools
        {...props}
        place={{ catalogId: details.catalogId, entryId: details.id }}
      />
    </header>
  );
}
