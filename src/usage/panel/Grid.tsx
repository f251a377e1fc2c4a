import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { Dashboard, Panel } from '../tokens';
import { PanelCard } from './PanelCard';
import type { IUsageProps } from './props';
import { closedRows, laidOut } from './sections';
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
  const [table, turnTable] = useTurned();
  const [turned, turn] = useTurned();
  const { panels } = dashboard;
  const closed = React.useMemo(
    () => closedRows(panels, turned),
    [panels, turned]
  );
  const shown = React.useMemo(
    () =>
      only === null
        ? laidOut(panels, closed)
        : panels
            .filter(({ id }) => id === only)
            .map(panel => ({ panel, y: 0 })),
    [panels, closed, only]
  );
  return (
    <div
      ref={ref}
      className={`jp-UsageTab-grid${only === null ? '' : ' jp-mod-single'}`}
    >
      {width > 0 &&
        shown.map(({ panel, y }) => (
          <div
            key={panel.id}
            className="jp-UsageTab-place"
            style={only === null ? placeOf(panel, y, width) : undefined}
          >
            {panel.type === 'row' ? (
              <Row
                panel={panel}
                isClosed={closed.has(panel.id)}
                onTurn={turn}
              />
            ) : (
              <PanelCard
                {...props}
                panel={panel}
                isSingle={only !== null}
                isTable={table.has(panel.id)}
                onTable={turnTable}
              />
            )}
          </div>
        ))}
    </div>
  );
}

/** Ids that were turned an odd number of times. */
function useTurned(): [ReadonlySet<number>, (id: number) => void] {
  const [turned, setTurned] = React.useState<ReadonlySet<number>>(new Set());
  const turn = React.useCallback((id: number) => {
    setTurned(last => {
      const next = new Set(last);
      if (!next.delete(id)) {
        next.add(id);
      }
      return next;
    });
  }, []);
  return [turned, turn];
}

interface IRowProps {
  readonly panel: Panel;
  readonly isClosed: boolean;
  readonly onTurn: (id: number) => void;
}

/** The head of a row, which opens and closes it. */
function Row({ panel, isClosed, onTurn }: IRowProps): JSX.Element {
  const Caret = isClosed ? caretRightIcon : caretDownIcon;
  return (
    <h2 className="jp-UsageTab-row">
      <button
        type="button"
        className="jp-UsageTab-turn"
        aria-expanded={!isClosed}
        onClick={() => onTurn(panel.id)}
      >
        <Caret.react tag="span" />
        {panel.title}
      </button>
    </h2>
  );
}

function placeOf(
  { gridPos, type }: Panel,
  y: number,
  width: number
): React.CSSProperties {
  const { x, w, h } = gridPos;
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
