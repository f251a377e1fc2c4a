import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IClusterModel } from '../../clusters/tokens';
import { TextButton } from '../../ui/Button';
import {
  exactBytes,
  formatBytes,
  formatCount,
  groupDigits,
  type IQuantity
} from '../../ui/format';
import { useModel } from '../../ui/useModel';
import { CHUNKS } from '../chosen';
import {
  type IMemory,
  type ISize,
  type IVariableSize,
  sizeOf,
  suggestedChunks,
  type Warning,
  warningsOf
} from '../size';
import { AccessLine } from './AccessLine';
import type { IEntryProps } from './EntryView';

/** Formats whose load code takes chunks by dimension. */
const CHUNKED = new Set(['zarr', 'netcdf', 'opendap', 'kerchunk', 'icechunk']);

/** What reading the data takes: a login, memory. */
export function Reading(props: IEntryProps): JSX.Element {
  return (
    <>
      <AccessLine details={props.details} trans={props.trans} />
      <SizeGuard {...props} />
    </>
  );
}

/** How large the data are, against the memory there is, before somebody finds out. */
function SizeGuard(props: IEntryProps): JSX.Element | null {
  const { details, clusters } = props;
  const { metadata, format } = details;
  const size = React.useMemo(
    () => sizeOf(metadata, format),
    [metadata, format]
  );
  if (!size) {
    return null;
  }
  return clusters ? (
    <Guarded {...props} clusters={clusters} size={size} />
  ) : (
    <Sizes {...props} size={size} memory={null} />
  );
}

interface ISizesProps extends IEntryProps {
  readonly size: ISize;
}

function Guarded({
  clusters,
  ...props
}: ISizesProps & { readonly clusters: IClusterModel }): JSX.Element {
  useModel(clusters);
  React.useEffect(() => void clusters.ensure(), [clusters]);
  const cluster = clusters.current;
  const memory: IMemory | null =
    cluster && cluster.memoryLimitBytes > 0
      ? {
          name: cluster.name,
          total: cluster.memoryLimitBytes,
          worker:
            cluster.memoryLimitBytes / Math.max(1, cluster.workers.connected)
        }
      : null;
  return <Sizes {...props} memory={memory} />;
}

function Sizes(
  props: ISizesProps & { readonly memory: IMemory | null }
): JSX.Element {
  const { size, memory, trans } = props;
  const { bytes, chunkCount, tasks, largest } = size;
  const isCut = chunkCount > size.variables.length;
  return (
    <section className="jp-CatalogSize" aria-label={trans.__('Size')}>
      <p className="jp-CatalogSize-line">
        {[
          largest && named(largest),
          bytes !== null && inText(formatBytes(bytes)),
          size.format
        ]
          .filter(part => part)
          .join(' · ')}
      </p>
      {isCut && largest && (
        <p className="jp-CatalogDetails-hint" title={exactBytes(bytes ?? 0)}>
          {trans.__(
            '%1 chunks, of %2 at most (%3); a full load is about %4 tasks',
            formatCount(chunkCount),
            largest.chunkBytes === null
              ? '?'
              : inText(formatBytes(largest.chunkBytes)),
            (largest.chunks ?? largest.shape).map(groupDigits).join(' × '),
            formatCount(tasks)
          )}
        </p>
      )}
      {warningsOf(size, memory).map(warning => (
        <p key={warning} className="jp-CatalogSize-warning" role="note">
          {inWords(warning, memory, trans)}
        </p>
      ))}
      <Suggestion {...props} />
      <Variables variables={size.variables} trans={trans} />
    </section>
  );
}

/** Better chunks, where the code can have them. */
function Suggestion({
  details,
  model,
  size,
  trans
}: ISizesProps): JSX.Element | null {
  const { parameters } = useModel(model);
  const chunks = suggestedChunks(size);
  const used = parameters[CHUNKS];
  if (!CHUNKED.has(details.format) || !details.recipe || (!chunks && !used)) {
    return null;
  }
  const shown = Object.entries(chunks ?? {})
    .map(([name, length]) => `${name} ${groupDigits(length)}`)
    .join(' × ');
  return (
    <p className="jp-CatalogSize-suggestion">
      <span>
        {used
          ? trans.__('The code uses chunks of %1.', shown)
          : trans.__('About 100 MiB each: chunks of %1.', shown)}
      </span>
      <TextButton
        label={
          used ? trans.__('Use stored chunks') : trans.__('Use these chunks')
        }
        onClick={() => model.setParameter(CHUNKS, used ? undefined : chunks)}
      />
    </p>
  );
}

function Variables({
  variables,
  trans
}: {
  readonly variables: readonly IVariableSize[];
  readonly trans: TranslationBundle;
}): JSX.Element | null {
  if (variables.length < 2) {
    return null;
  }
  return (
    <details className="jp-CatalogSize-variables">
      <summary className="jp-CatalogDetails-summary">
        {trans._n('%1 variable', '%1 variables', variables.length)}
      </summary>
      <div
        className="jp-CatalogSize-scroll"
        tabIndex={0}
        role="group"
        aria-label={trans.__('Variables')}
      >
        <table className="jp-CatalogSize-table">
          <Head trans={trans} />
          <tbody>
            {variables.map(each => (
              <tr key={each.name}>
                <th className="jp-CatalogSize-cell" scope="row">
                  {each.name}
                </th>
                <td className="jp-CatalogSize-cell">{named(each)}</td>
                <td className="jp-CatalogSize-cell">{each.dtype}</td>
                <td className="jp-CatalogSize-cell">
                  {each.chunks?.map(groupDigits).join(' × ')}
                </td>
                <td className="jp-CatalogSize-cell jp-mod-figure">
                  {each.bytes !== null && inText(formatBytes(each.bytes))}
                </td>
                <td className="jp-CatalogSize-cell">
                  {[each.title, each.units && `[${each.units}]`]
                    .filter(part => part)
                    .join(' ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Head({ trans }: { readonly trans: TranslationBundle }): JSX.Element {
  const heads = [
    trans.__('Name'),
    trans.__('Shape'),
    trans.__('Type'),
    trans.__('Chunk'),
    trans.__('Size'),
    trans.__('Meaning')
  ];
  return (
    <thead>
      <tr>
        {heads.map(head => (
          <th key={head} className="jp-CatalogSize-cell" scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function inWords(
  warning: Warning,
  memory: IMemory | null,
  trans: TranslationBundle
): string {
  switch (warning) {
    case 'larger':
      return trans.__(
        'Larger than the memory of %1 (%2): work on a part of it, or reduce it before it is loaded.',
        memory?.name ?? '',
        inText(formatBytes(memory?.total ?? 0))
      );
    case 'many-chunks':
      return trans.__(
        'So many chunks keep the scheduler busy: open them in larger ones, or select a part first.'
      );
    case 'small-chunks':
      return trans.__(
        'The stored chunks are small: opened in larger ones there are fewer tasks.'
      );
    case 'large-chunks':
      return memory
        ? trans.__(
            'A chunk takes more than a quarter of a worker’s memory (%1): fewer threads a worker, or smaller chunks.',
            inText(formatBytes(memory.worker))
          )
        : trans.__('A chunk is large: a worker holds several at a time.');
  }
}

/** Lengths with the names of their dimensions. */
function named({ dimensions, shape }: IVariableSize): string {
  return shape
    .map((length, place) =>
      [dimensions[place], groupDigits(length)].filter(part => part).join(' ')
    )
    .join(' × ');
}

function inText({ value, unit }: IQuantity): string {
  return `${value}\u202f${unit}`;
}
