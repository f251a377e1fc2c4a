import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import {
  exactBytes,
  formatBytes,
  formatBytesOf,
  formatCount,
  formatMoment,
  formatPercent,
  groupDigits,
  inWords
} from '../../ui/format';
import { Quantity } from '../../ui/Quantity';
import type {
  Cluster,
  ClusterSample,
  IClusterModel,
  IClusterSamples
} from '../tokens';
import { useOf } from './words';

export interface IUseProps {
  readonly cluster: Cluster;
  readonly model: IClusterModel;
  readonly trans: TranslationBundle;
}

/** What a running cluster uses now; drawn again with each sample, apart from the rest of the card. */
export function Use({ cluster, model, trans }: IUseProps): JSX.Element {
  const samples = useSamples(model, cluster.id);
  const { memory, tasks } = useOf(cluster, samples.latest);
  return (
    <div className="jp-ClusterPanel-use" aria-live="off">
      <div className="jp-ClusterPanel-row">
        <Cpu samples={samples} cluster={cluster} trans={trans} />
        <Memory memory={memory} trans={trans} />
      </div>
      {(tasks.total ?? 0) > 0 && <Tasks tasks={tasks} trans={trans} />}
      <Notes cluster={cluster} trans={trans} />
    </div>
  );
}

function useSamples(model: IClusterModel, id: string): IClusterSamples {
  const subscribe = React.useCallback(
    (notify: () => void) => {
      const slot = () => notify();
      model.sampled.connect(slot);
      return () => void model.sampled.disconnect(slot);
    },
    [model]
  );
  return React.useSyncExternalStore(subscribe, () => model.samples(id));
}

interface ICpuProps {
  readonly samples: IClusterSamples;
  readonly cluster: Cluster;
  readonly trans: TranslationBundle;
}

function Cpu({ samples, cluster, trans }: ICpuProps): JSX.Element {
  const { latest, values } = samples;
  const threads = latest?.threads ?? cluster.threads;
  return (
    <div
      className="jp-ClusterPanel-cpu"
      title={trans._n(
        'CPU of all workers; %1 thread',
        'CPU of all workers; %1 threads',
        threads
      )}
    >
      <svg
        className="jp-ClusterPanel-spark"
        viewBox="0 0 60 16"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <polyline points={sparkline(values, threads)} />
      </svg>
      {latest ? (
        <Quantity quantity={formatPercent(latest.cpuPercent)} />
      ) : (
        <span>{trans._n('%1 thread', '%1 threads', threads)}</span>
      )}
    </div>
  );
}

/** Points of the last minute, the newest at the right, full scale being all threads at work. */
function sparkline(values: readonly ClusterSample[], threads: number): string {
  const full = Math.max(100, threads * 100);
  return values
    .map(({ cpuPercent }, index) => {
      const x = 60 - values.length + index;
      const y = 15 - 14 * Math.min(1, cpuPercent / full);
      return `${x},${y.toFixed(1)}`;
    })
    .join(' ');
}

interface IMemoryProps {
  readonly memory: ClusterSample['memory'];
  readonly trans: TranslationBundle;
}

function Memory({ memory, trans }: IMemoryProps): JSX.Element {
  const { managedBytes, unmanagedBytes, spilledBytes, limitBytes } = memory;
  const used = managedBytes + unmanagedBytes;
  const full = Math.max(limitBytes, used + spilledBytes, 1);
  const parts = [
    ['managed', managedBytes],
    ['unmanaged', unmanagedBytes],
    ['spilled', spilledBytes]
  ] as const;
  let at = 0;
  const words = trans.__(
    'Memory: %1 managed, %2 unmanaged, %3 spilled to disk',
    inWords(formatBytes(managedBytes)),
    inWords(formatBytes(unmanagedBytes)),
    inWords(formatBytes(spilledBytes))
  );
  return (
    <div className="jp-ClusterPanel-memory" title={words}>
      <svg
        className="jp-ClusterPanel-bar"
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        {parts.map(([kind, bytes]) => {
          const x = at;
          const width = (100 * bytes) / full;
          at += width;
          return (
            <rect key={kind} data-kind={kind} x={x} width={width} height="8" />
          );
        })}
      </svg>
      <Quantity
        quantity={formatBytesOf(used, limitBytes)}
        exact={`${words}\n${exactBytes(used)}`}
      />
    </div>
  );
}

interface ITasksProps {
  readonly tasks: Cluster['tasks'];
  readonly trans: TranslationBundle;
}

function Tasks({ tasks, trans }: ITasksProps): JSX.Element {
  const {
    total = 0,
    processing = 0,
    waiting = 0,
    memory = 0,
    erred = 0
  } = tasks;
  const settled = Math.max(0, total - processing - waiting);
  const done = Math.floor((100 * settled) / Math.max(1, total));
  const words = trans.__(
    '%1 in memory, %2 processing, %3 waiting, %4 failed',
    groupDigits(memory),
    groupDigits(processing),
    groupDigits(waiting),
    groupDigits(erred)
  );
  return (
    <div className="jp-ClusterPanel-tasks" title={words}>
      <span className="jp-PangeoQuantity">
        {trans._n('%2 task', '%2 tasks', total, formatCount(total))}
        {' · '}
        {inWords(formatPercent(done))}
      </span>
      <svg
        className="jp-ClusterPanel-bar"
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        <rect data-kind="done" width={done} height="8" />
      </svg>
      {erred > 0 && (
        <span className="jp-ClusterPanel-erred">
          {trans._n('%2 failed', '%2 failed', erred, formatCount(erred))}
        </span>
      )}
    </div>
  );
}

interface INotesProps {
  readonly cluster: Cluster;
  readonly trans: TranslationBundle;
}

/** Warnings, and the end of an idle cluster announced beforehand. */
function Notes({ cluster, trans }: INotesProps): JSX.Element {
  const { closesAt, warnings = [] } = cluster;
  return (
    <>
      {closesAt && (
        <p className="jp-ClusterPanel-note" title={formatMoment(closesAt)}>
          {trans.__(
            'Idle; shuts itself down at %1',
            new Date(closesAt).toLocaleTimeString()
          )}
        </p>
      )}
      {warnings.map(({ code, message }) => (
        <p key={code} className="jp-ClusterPanel-note">
          {message}
        </p>
      ))}
    </>
  );
}
