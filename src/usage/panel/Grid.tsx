import * as React from 'react';
import type { Dashboard, Panel } from '../tokens';
import { PanelCard } from './PanelCard';
import type { IUsageProps } from './props';
import { useSize } from './useSize';

/** Widths in pixels below which panels stand two beside each other, or one. */
const TWO = 900;
const ONE = 480;

const COLUMNS = 24;

interface IGridProps extends IUsageProps {
  readonly dashboard: Dashboard;
  /** Id of the only panel that is shown. */
  readonly only: number | null;
}

/** The panels of a dashboard where its JSON puts them; in a narrow tab below each other. */
export function Grid({ dashboard, only, ...props }: IGridProps): JSX.Element {
  const ref = React.useRef<HTMLDivElement>(null);
  const width = useSize(ref)?.width ?? TWO;
  const [table, setTable] = React.useState<ReadonlySet<number>>(new Set());
  const shown = React.useMemo(
    () => shownPanels(dashboard, only),
    [dashboard, only]
  );
  const toggle = React.useCallback((id: number) => {
    setTable(last => {
      const next = new Set(last);
      if (!next.delete(id)) {
        next.add(id);
      }
      return next;
    });
  }, []);
  return (
    <div
      ref={ref}
      className={`jp-UsageTab-grid${only === null ? '' : ' jp-mod-single'}`}
    >
      {width > 0 &&
        shown.map(panel => (
          <div
            key={panel.id}
            className="jp-UsageTab-place"
            style={only === null ? placeOf(panel, width) : undefined}
          >
            {panel.type === 'row' ? (
              <h2 className="jp-UsageTab-row">{panel.title}</h2>
            ) : (
              <PanelCard
                {...props}
                panel={panel}
                isSingle={only !== null}
                isTable={table.has(panel.id)}
                onTable={toggle}
              />
            )}
          </div>
        ))}
    </div>
  );
}

function shownPanels(
  dashboard: Dashboard,
  only: number | null
): readonly Panel[] {
  const closed = new Set(
    dashboard.panels
      .filter(({ type, isCollapsed }) => type === 'row' && isCollapsed)
      .map(({ id }) => id)
  );
  return dashboard.panels
    .filter(({ id, rowId }) =>
      only === null ? rowId === null || !closed.has(rowId) : id === only
    )
    .sort(
      ({ gridPos: one }, { gridPos: two }) => one.y - two.y || one.x - two.x
    );
}

function placeOf({ gridPos, type }: Panel, width: number): React.CSSProperties {
  const { x, y, w, h } = gridPos;
  if (width >= TWO) {
    return {
      gridColumn: `${x + 1} / span ${w}`,
      gridRow: `${y + 1} / span ${h}`
    };
  }
  const isWide = type === 'row' || w > COLUMNS / 4 || width < ONE;
  return {
    gridColumn: `span ${isWide ? COLUMNS : COLUMNS / 2}`,
    gridRow: `span ${h}`
  };
}
