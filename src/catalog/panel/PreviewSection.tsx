import * as React from 'react';
import { TextButton } from '../../ui/Button';
import type { IEntryCode } from '../entryCode';
import type { IPreviewPanelProps } from '../preview/PreviewPanel';
import type { IEntryProps } from './EntryView';

type Panel = React.ComponentType<IPreviewPanelProps>;

/** The preview that was asked for; its scripts come with the first click. */
export function PreviewSection(
  props: IEntryProps & { readonly made: IEntryCode; readonly asked: number }
): JSX.Element | null {
  const { asked, previews, trans } = props;
  const [Loaded, setLoaded] = React.useState<Panel | null>(null);
  const [isAway, setAway] = React.useState(0);
  const isAsked = asked > 0;
  React.useEffect(() => {
    if (isAsked) {
      import(
        /* webpackChunkName: "catalog-preview" */ '../preview/PreviewPanel'
      ).then(
        loaded => setLoaded(() => loaded.default),
        () => setAway(times => times + 1)
      );
    }
  }, [isAsked, asked]);
  if (!isAsked || !previews) {
    return null;
  }
  if (Loaded) {
    return <Loaded {...props} source={previews} />;
  }
  return isAway ? (
    <p className="jp-CatalogProblem" role="status">
      {trans.__(
        'The scripts of the preview cannot be fetched. Try again, or reload the page.'
      )}
    </p>
  ) : null;
}

/** Asks for a preview; nothing is run before. */
export function PreviewButton({
  onAsk,
  trans
}: Pick<IEntryProps, 'trans'> & { readonly onAsk: () => void }): JSX.Element {
  return <TextButton label={trans.__('Preview')} onClick={onAsk} />;
}
