import * as React from 'react';
import { armCodeDrag } from '../../ui/dragCode';
import { TextButton } from '../../ui/Button';
import { useModel } from '../../ui/useModel';
import { insertLoadCode } from '../commands';
import { unfitIn } from '../chosen';
import { type IEntryCode, offersOf } from '../entryCode';
import type { LoadCodeStyle } from '../tokens';
import type { IEntryProps } from './EntryView';
import { PreviewButton, PreviewSection } from './PreviewSection';
import { refusalReason, styleName } from './words';

/** The buttons that bring load code into a notebook, and the code itself. */
export function CodeSection(props: IEntryProps): JSX.Element | null {
  const { details, commands, model, make, trans } = props;
  // The snapshot holds what the code depends on: style and parameters.
  const { parameters } = useModel(model);
  const [asked, setAsked] = React.useState(0);
  const made = make(details);
  const offers = offersOf(details, parameters);
  const isNested = details.hasChildren && !made;
  if (isNested) {
    // Of a search it is said above how far it is.
    return details.query ? null : (
      <p className="jp-CatalogDetails-hint">
        {trans.__('A catalog: open it in the tree to see its entries.')}
      </p>
    );
  }
  if (!made) {
    const reason = offers.find(offer => offer.refusal)?.refusal;
    return (
      <p className="jp-CatalogDetails-hint">
        {reason
          ? trans.__('No load code: %1.', refusalReason(reason, trans))
          : trans.__('No load code: nothing says how to open it.')}
      </p>
    );
  }
  const place = { catalogId: details.catalogId, entryId: details.id };
  return (
    <>
      <Unfit {...props} />
      <div className="jp-CatalogDetails-actions">
        <TextButton
          isPrimary
          label={trans.__('Insert load code')}
          onClick={() => void insertLoadCode.run(commands, place)}
        />
        {props.previews && (
          <PreviewButton onAsk={() => setAsked(asked + 1)} trans={trans} />
        )}
        <StyleChoice {...props} chosen={made.style} />
      </div>
      <Refusals {...props} />
      <Listing {...props} made={made} />
      <PreviewSection {...props} made={made} asked={asked} />
    </>
  );
}

/** The code itself, to read, select and drag. */
function Listing({
  made,
  trans
}: IEntryProps & { readonly made: IEntryCode }): JSX.Element {
  return (
    <details className="jp-CatalogDetails-code">
      <summary className="jp-CatalogDetails-summary">
        {trans.__('Load code')}
      </summary>
      <pre
        className="jp-CatalogCode jp-mod-draggable"
        tabIndex={0}
        role="group"
        aria-label={trans.__('Load code')}
        title={trans.__('Drag into a notebook or an editor')}
        onPointerDown={event => {
          if (event.button === 0) {
            armCodeDrag(event.nativeEvent, event.currentTarget, () => made);
          }
        }}
      >
        {made.code}
      </pre>
    </details>
  );
}

/** Which parameters have to be set right before anything is inserted. */
function Unfit({ model, trans }: IEntryProps): JSX.Element | null {
  const names = Object.keys(unfitIn(useModel(model).parameters));
  return names.length ? (
    <p className="jp-CatalogProblem" role="status">
      {trans.__('Not inserted before this is right: %1.', names.join(', '))}
    </p>
  ) : null;
}

function StyleChoice({
  details,
  model,
  chosen,
  trans
}: IEntryProps & { readonly chosen: LoadCodeStyle }): JSX.Element {
  const { parameters } = useModel(model);
  return (
    <select
      className="jp-CatalogInput jp-CatalogDetails-style"
      aria-label={trans.__('Style of the load code')}
      value={chosen}
      onChange={event => model.setStyle(event.target.value as LoadCodeStyle)}
    >
      {offersOf(details, parameters).map(({ style, refusal }) => (
        <option key={style} value={style} disabled={refusal !== null}>
          {styleName(style, details.kind, trans)}
        </option>
      ))}
    </select>
  );
}

/** Why a wished style is not the one that is used. */
function Refusals({ details, model, trans }: IEntryProps): JSX.Element | null {
  const { parameters, style } = useModel(model);
  const wished = offersOf(details, parameters).find(
    offer => offer.style === style
  );
  return wished?.refusal ? (
    <p className="jp-CatalogDetails-hint">
      {trans.__(
        'Not by %1: %2.',
        styleName(style, details.kind, trans),
        refusalReason(wished.refusal, trans)
      )}
    </p>
  ) : null;
}
