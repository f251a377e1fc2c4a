import type { TranslationBundle } from '@jupyterlab/translation';
import { HTMLSelect } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { DisplayValue, DrawnField, DrawnFrame } from '../types';
import { formatDate } from '../format';
import { shown } from './figures';
import { isAligned, joined } from './rows';
import type { ChartProps } from './types';

/** Rows of one page. */
const PAGE = 200;

interface ISort {
  readonly column: number;
  readonly isDown: boolean;
}

/** Places of rows in the order of a column; missing values are last. */
export function orderOf(frame: DrawnFrame, sort: ISort | null): number[] {
  const length = Math.max(
    0,
    ...frame.fields.map(({ values }) => values.length)
  );
  const places = Array.from({ length }, (_, place) => place);
  const values = sort && frame.fields[sort.column]?.values;
  if (!values) {
    return places;
  }
  const compare = (one: number | string, two: number | string) =>
    typeof one === 'number' && typeof two === 'number'
      ? one - two
      : String(one).localeCompare(String(two), undefined, { numeric: true });
  return places.sort((a, b) => {
    const [one, two] = [values[a] ?? null, values[b] ?? null];
    if (one === null || two === null) {
      return Number(one === null) - Number(two === null);
    }
    return (sort.isDown ? -1 : 1) * compare(one, two);
  });
}

/** Panels of type `table`: one of their frames, or all series joined by time. */
export function Table(props: ChartProps): JSX.Element {
  return <DataTable {...props} />;
}

/** The same numbers as a chart draws, as a table that can be read aloud, the newest first. */
export function TableBehind(props: ChartProps): JSX.Element {
  return <DataTable {...props} first={{ column: 0, isDown: true }} />;
}

interface IFrameSelectProps {
  readonly frames: readonly DrawnFrame[];
  readonly place: number;
  readonly trans: TranslationBundle;
  readonly onChoose: (place: number) => void;
}

/** Which of several tables is shown. */
function FrameSelect(props: IFrameSelectProps): JSX.Element {
  const { frames, place, trans, onChoose } = props;
  return (
    <HTMLSelect
      className="jp-UsageTab-select"
      aria-label={trans.__('Which table')}
      value={place}
      onChange={({ currentTarget: { value } }) => onChoose(Number(value))}
      options={frames.map(({ name, refId }, index) => ({
        value: String(index),
        label: name || trans.__('Query %1', refId)
      }))}
    />
  );
}

interface IPagerProps {
  /** Place of the first row that is shown. */
  readonly first: number;
  readonly count: number;
  readonly trans: TranslationBundle;
  readonly onPage: (page: number) => void;
}

/** Which rows are shown, and the way to those before and after. */
function Pager({ first, count, trans, onPage }: IPagerProps): JSX.Element {
  return (
    <p className="jp-UsageNumbers-more">
      <button
        type="button"
        className="jp-PangeoButton"
        disabled={first === 0}
        onClick={() => onPage(first / PAGE - 1)}
      >
        {trans.__('Previous')}
      </button>
      {trans.__(
        'Rows %1 to %2 of %3',
        first + 1,
        Math.min(count, first + PAGE),
        count
      )}
      <button
        type="button"
        className="jp-PangeoButton"
        disabled={first + PAGE >= count}
        onClick={() => onPage(first / PAGE + 1)}
      >
        {trans.__('Next')}
      </button>
    </p>
  );
}

interface IDataTableProps extends ChartProps {
  /** The order before anybody chose another. */
  readonly first?: ISort;
}

function DataTable(props: IDataTableProps): JSX.Element {
  const { frames, panel, trans } = props;
  const [sort, setSort] = React.useState<ISort | null>(props.first ?? null);
  const [page, setPage] = React.useState(0);
  const { frameIndex } = panel.options;
  const [chosen, choose] = React.useState(
    typeof frameIndex === 'number' ? frameIndex : 0
  );
  const several = frames.length > 1 && !isAligned(frames) ? frames : [];
  const place = chosen in frames ? chosen : 0;
  const frame = React.useMemo(
    () => (isAligned(frames) ? joined(frames) : frames[place]),
    [frames, place]
  );
  const order = React.useMemo(() => orderOf(frame, sort), [frame, sort]);
  const pages = Math.max(1, Math.ceil(order.length / PAGE));
  const first = Math.min(page, pages - 1) * PAGE;
  return (
    <div
      className="jp-UsageNumbers"
      tabIndex={0}
      role="region"
      aria-label={trans.__('Numbers of %1', panel.title)}
    >
      {several.length > 0 && (
        <FrameSelect
          frames={several}
          place={place}
          trans={trans}
          onChoose={chosen => {
            choose(chosen);
            setPage(0);
          }}
        />
      )}
      <table className="jp-UsageNumbers-table">
        <Head frame={frame} sort={sort} onSort={setSort} />
        <tbody>
          {order.slice(first, first + PAGE).map(row => (
            <tr key={row}>
              {frame.fields.map((field, column) => (
                <Cell key={column} {...props} field={field} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <Pager
          first={first}
          count={order.length}
          trans={trans}
          onPage={setPage}
        />
      )}
    </div>
  );
}

interface IHeadProps {
  readonly frame: DrawnFrame;
  readonly sort: ISort | null;
  readonly onSort: (sort: ISort) => void;
}

function Head({ frame, sort, onSort }: IHeadProps): JSX.Element {
  return (
    <thead>
      <tr>
        {frame.fields.map(({ displayName, config, type }, column) => {
          const isSorted = sort?.column === column;
          const isDown = isSorted && sort.isDown;
          return (
            <th
              key={column}
              scope="col"
              className="jp-UsageNumbers-cell jp-mod-head"
              style={{
                width: config.custom.width ?? undefined,
                textAlign: type === 'number' ? 'right' : 'left'
              }}
              aria-sort={
                isSorted ? (isDown ? 'descending' : 'ascending') : 'none'
              }
            >
              <button
                type="button"
                className="jp-UsageChart-name"
                onClick={() => onSort({ column, isDown: isSorted && !isDown })}
              >
                {displayName}
                {isSorted && (
                  <span aria-hidden="true">{isDown ? '▾' : '▴'}</span>
                )}
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface ICellProps extends ChartProps {
  readonly field: DrawnField;
  readonly row: number;
}

function cellStyle(
  { config, type }: DrawnField,
  { color }: DisplayValue
): React.CSSProperties {
  const { cell, align } = config.custom;
  const usual = type === 'number' ? 'right' : 'left';
  return {
    textAlign: align === 'auto' ? usual : align,
    color: cell === 'color-text' ? color : undefined,
    backgroundColor:
      cell === 'color-background'
        ? `color-mix(in srgb, ${color} 25%, transparent)`
        : undefined
  };
}

/** An address that a link may lead to, or null: only http(s) without what is not filled in. */
export function safeUrl(url: string): string | null {
  return /^https?:\/\/[^\s$]+$/i.test(url) ? url : null;
}

function Cell({ field, row, isDark, timezone }: ICellProps): JSX.Element {
  const value = field.values[row] ?? null;
  if (field.type === 'time' && typeof value === 'number') {
    return (
      <th scope="row" className="jp-UsageNumbers-cell jp-mod-time">
        {formatDate(value, 'YYYY-MM-DD HH:mm:ss', timezone)}
      </th>
    );
  }
  const display = shown(field, value, isDark, timezone);
  const words = `${display.prefix}${display.text}${display.suffix}`;
  const url = safeUrl(field.config.links[0]?.url ?? '');
  return (
    <td className="jp-UsageNumbers-cell" style={cellStyle(field, display)}>
      {url === null ? (
        words
      ) : (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {words}
        </a>
      )}
    </td>
  );
}
