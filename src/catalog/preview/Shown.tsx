import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { formatBytes, groupDigits } from '../../ui/format';
import { frameDocument } from './frame';
import type { PreviewResult, PreviewTable } from './model';
import { Grid, Line, Picture } from './Pictures';

interface IShownProps {
  readonly result: PreviewResult;
  readonly title: string;
  readonly trans: TranslationBundle;
}

/** What the load code made. */
export function Shown({ result, title, trans }: IShownProps): JSX.Element {
  const { grid, line, image, table, html, text, refusal, note, facts } = result;
  return (
    <>
      {note && <p className="jp-CatalogDetails-hint">{note}</p>}
      {image && <Picture image={image} title={title} trans={trans} />}
      {grid && <Grid grid={grid} trans={trans} />}
      {line && <Line line={line} trans={trans} />}
      {refusal && (
        <p className="jp-CatalogDetails-hint">
          {trans.__('No picture: %1.', refusal)}
        </p>
      )}
      {facts && (
        <p className="jp-CatalogPreview-facts">
          {[
            facts.dimensions
              .map(([name, size]) => `${name} ${groupDigits(size)}`)
              .join(' × '),
            sizeText(facts.bytes)
          ]
            .filter(part => part)
            .join(' · ')}
        </p>
      )}
      {table && <Head table={table} trans={trans} />}
      {html && <Frame html={html} title={title} trans={trans} />}
      {text && (
        <pre className="jp-CatalogCode" tabIndex={0}>
          {text}
        </pre>
      )}
    </>
  );
}

function Frame({
  html,
  title,
  trans
}: {
  readonly html: string;
  readonly title: string;
  readonly trans: TranslationBundle;
}): JSX.Element {
  const source = React.useMemo(
    () => frameDocument(html, getComputedStyle(document.body)),
    [html]
  );
  return (
    <iframe
      className="jp-CatalogPreview-frame"
      title={trans.__('%1 as xarray shows it', title)}
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={source}
    />
  );
}

function Head({
  table,
  trans
}: {
  readonly table: PreviewTable;
  readonly trans: TranslationBundle;
}): JSX.Element {
  const { columns, rows, index, rowCount, columnCount } = table;
  return (
    <>
      <p className="jp-CatalogPreview-facts">
        {rowCount === null
          ? trans.__('First %1 rows', rows.length)
          : trans.__('First %1 of %2 rows', rows.length, groupDigits(rowCount))}
        {columnCount > columns.length &&
          ` · ${trans.__('first %1 of %2 columns', columns.length, columnCount)}`}
      </p>
      <div
        className="jp-CatalogPreview-scroll"
        tabIndex={0}
        role="group"
        aria-label={trans.__('Head of the table')}
      >
        <table className="jp-CatalogSize-table">
          <thead>
            <tr>
              <th scope="col">{trans.__('Row')}</th>
              {columns.map(({ name, dtype }, place) => (
                <th key={place} scope="col" title={dtype}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, place) => (
              <tr key={place}>
                <th scope="row">{index[place]}</th>
                {row.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function sizeText(bytes: number): string {
  const { value, unit } = formatBytes(bytes);
  return `${value}\u202f${unit}`;
}
