import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { formatBytes, formatBytesOf, inWords } from '../../ui/format';
import { useModel } from '../../ui/useModel';
import type { UsageNow, UsageWatch } from './watch';
import '../../../style/usageStatus.css';

const WIDTH = 40;
const HEIGHT = 14;

interface IItemProps {
  readonly watch: UsageWatch;
  readonly trans: TranslationBundle;
  readonly onClick: () => void;
}

/** Memory of all that is the user's, with its course, in Lab's status bar. */
export class StatusItem extends ReactWidget {
  constructor(private readonly _props: IItemProps) {
    super();
    this.addClass('jp-UsageStatus');
  }

  protected render(): JSX.Element {
    return <Item {...this._props} />;
  }
}

function Item({ watch, trans, onClick }: IItemProps): JSX.Element | null {
  const { latest, memory } = useModel(watch);
  if (!latest) {
    return null;
  }
  const words = trans.__('Memory: %1', describe(latest));
  return (
    <button
      type="button"
      className="jp-UsageStatus-button"
      aria-label={words}
      title={[words, ...owners(latest, trans)].join('\n')}
      onClick={onClick}
    >
      <Course values={memory} limit={latest.memoryLimitBytes} />
      <span aria-hidden="true">{describe(latest)}</span>
    </button>
  );
}

function describe(use: UsageNow): string {
  return use.memoryLimitBytes === null
    ? inWords(formatBytes(use.memoryBytes))
    : inWords(formatBytesOf(use.memoryBytes, use.memoryLimitBytes));
}

function owners(use: UsageNow, trans: TranslationBundle): string[] {
  return use.owners
    .slice(0, 5)
    .map(
      owner =>
        `${owner.name || trans.__('Server')}: ${inWords(formatBytes(owner.memoryBytes))}`
    );
}

interface ICourseProps {
  readonly values: readonly number[];
  readonly limit: number | null;
}

function Course({ values, limit }: ICourseProps): JSX.Element {
  const top = Math.max(limit ?? 0, ...values, 1);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values
    .map(
      (value, index) =>
        `${(index * step).toFixed(1)},${(HEIGHT - 1 - (value / top) * (HEIGHT - 2)).toFixed(1)}`
    )
    .join(' ');
  return (
    <svg
      className="jp-UsageStatus-course"
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <polyline points={points} fill="none" />
    </svg>
  );
}
