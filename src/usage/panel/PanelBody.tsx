import * as React from 'react';
import { useModel } from '../../ui/useModel';
import { Chart, TableBehind } from '../dashboard/charts';
import { drawnFrames } from '../drawn';
import type { IPanelData } from '../tokens';
import type { IPanelCardProps } from './PanelCard';
import { useSize } from './useSize';
import { useTheme } from './useTheme';

// Few panels are texts.
const Markdown = React.lazy(async () => {
  const known = await import(
    /* webpackChunkName: "usage-text" */ '../../ui/Markdown'
  );
  return { default: known.Markdown };
});

interface IPanelBodyProps extends IPanelCardProps {
  readonly data: IPanelData;
}

/** What a panel draws of its data. */
export function PanelBody(props: IPanelBodyProps): JSX.Element {
  const { panel, data, trans, model, isTable, cursor } = props;
  const { rendermime, themes } = props;
  const { view, annotations } = useModel(model);
  const { timezone } = view;
  const ref = React.useRef<HTMLDivElement>(null);
  const size = useSize(ref);
  const theme = useTheme(themes);
  const frames = React.useMemo(
    () => drawnFrames(panel, data.frames, theme.isDark, trans),
    [panel, data, theme.isDark, trans]
  );
  const drawing = size && {
    ...{ panel, frames, timezone, trans, cursor },
    ...size,
    span: data.span,
    isDark: theme.isDark,
    marks: annotations,
    reason: data.problems[0] ?? trans.__('nothing is known of this time.'),
    renderText: (source: string, mode: 'markdown' | 'html') => (
      <Markdown
        text={source}
        rendermime={rendermime}
        mimeType={mode === 'html' ? 'text/html' : 'text/markdown'}
      />
    ),
    onZoom: (span: IPanelData['span']) =>
      model.change({
        from: new Date(span.from).toISOString(),
        to: new Date(span.to).toISOString()
      })
  };
  return (
    <div ref={ref} className="jp-UsagePanel-drawn">
      {drawing && (
        <React.Suspense fallback={null}>
          {isTable && frames.length > 0 ? (
            <TableBehind {...drawing} />
          ) : (
            <Chart key={theme.name} {...drawing} />
          )}
        </React.Suspense>
      )}
    </div>
  );
}
