import '../../../style/catalogPreview.css';

import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { useModel } from '../../ui/useModel';
import type { IEntryCode } from '../entryCode';
import type { IEntryProps } from '../panel/EntryView';
import { PreviewModel, type PreviewPhase } from './model';
import { Shown } from './Shown';
import type { IPreviewSource } from './source';
import { causeOf, remedyOf, stepName } from './words';

export interface IPreviewPanelProps extends IEntryProps {
  readonly source: IPreviewSource;
  readonly made: IEntryCode;
  /** Counts the clicks on Preview. */
  readonly asked: number;
}

/** A preview that was asked for: its kernel, its progress, and what came of it. */
export default function PreviewPanel(props: IPreviewPanelProps): JSX.Element {
  const { source, made, asked, details, trans } = props;
  const [model, setModel] = React.useState<PreviewModel | null>(null);
  const [kernel, setKernel] = React.useState(() => source.preferred());
  React.useEffect(() => {
    const fresh = new PreviewModel(source.server);
    setModel(fresh);
    return () => fresh.dispose();
  }, [source]);
  const begin = (kernelspec = kernel): void =>
    void model?.begin({
      catalogId: details.catalogId,
      entryId: details.id,
      code: made.code,
      variable: made.variable,
      style: made.style,
      kernelspec
    });
  const latest = React.useRef(begin);
  latest.current = begin;
  React.useEffect(() => latest.current(), [asked, model]);
  return (
    <section className="jp-CatalogPreview" aria-label={trans.__('Preview')}>
      <Kernels
        {...props}
        kernel={kernel}
        onKernel={name => {
          setKernel(name);
          begin(name);
        }}
      />
      {model && (
        <Phase
          {...props}
          preview={model}
          kernel={kernel}
          begin={() => begin()}
        />
      )}
    </section>
  );
}

function Kernels({
  source,
  kernel,
  onKernel,
  trans
}: IPreviewPanelProps & {
  readonly kernel: string | null;
  readonly onKernel: (name: string) => void;
}): JSX.Element | null {
  const choices = source.kernelspecs();
  return choices.length > 1 ? (
    <label className="jp-CatalogPreview-kernel">
      <span>{trans.__('Made by')}</span>
      <select
        className="jp-CatalogInput"
        value={kernel ?? ''}
        onChange={event => onKernel(event.target.value)}
      >
        {choices.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  ) : null;
}

interface IPhaseProps extends IPreviewPanelProps {
  readonly preview: PreviewModel;
  readonly kernel: string | null;
  readonly begin: () => void;
}

function Phase(props: IPhaseProps): JSX.Element | null {
  const { preview, begin, made, details, trans } = props;
  const now = useModel(preview);
  switch (now.phase) {
    case 'idle':
      return null;
    case 'cancelled':
      return (
        <p className="jp-CatalogPreview-line" role="status">
          <span>{trans.__('The preview was cancelled.')}</span>
          <TextButton label={trans.__('Retry')} onClick={begin} />
        </p>
      );
    case 'trust':
      return <Trust {...props} now={now} />;
    case 'running':
      return <Progress {...props} now={now} />;
    case 'failed':
      return <Failed {...props} now={now} />;
    case 'ready':
      return now.code === made.code ? (
        <Shown
          result={now.result}
          title={details.title || details.name}
          trans={trans}
        />
      ) : (
        <p className="jp-CatalogPreview-line" role="status">
          <span>{trans.__('The preview was for other parameters.')}</span>
          <TextButton label={trans.__('Preview again')} onClick={begin} />
        </p>
      );
  }
}

type Of<P extends PreviewPhase['phase']> = IPhaseProps & {
  readonly now: Extract<PreviewPhase, { phase: P }>;
};

function Progress({ now, preview, trans }: Of<'running'>): JSX.Element {
  const [, tick] = React.useReducer((count: number) => count + 1, 0);
  React.useEffect(() => {
    const timer = window.setInterval(tick, 1000);
    return () => window.clearInterval(timer);
  }, []);
  const seconds = Math.floor((Date.now() - now.since) / 1000);
  return (
    <p className="jp-CatalogPreview-line">
      <span role="status">{stepName(now.step, trans)}…</span>
      <span>{trans.__('%1 s', seconds)}</span>
      <TextButton
        label={trans.__('Cancel')}
        onClick={() => void preview.cancel()}
      />
    </p>
  );
}

function Trust(props: Of<'trust'>): JSX.Element {
  const { now, preview, source, kernel, trans } = props;
  const { title, location, hash } = now.trust;
  const python =
    source.kernelspecs().find(({ name }) => name === kernel)?.title ??
    trans.__('default');
  return (
    <div
      className="jp-CatalogPreview-trust"
      role="group"
      aria-label={trans.__('Trust')}
    >
      <p className="jp-CatalogPreview-words">
        {trans.__(
          'A preview runs load code for data that this catalog names, in the Python of the kernel “%1”, with your credentials. It is asked once, and again when the catalog changes.',
          python
        )}
      </p>
      <dl className="jp-CatalogPreview-trusted">
        <dt>{trans.__('Catalog')}</dt>
        <dd className="jp-CatalogPreview-trustedPart">{title}</dd>
        <dt>{trans.__('Location')}</dt>
        <dd className="jp-CatalogPreview-trustedPart">{location}</dd>
        <dt>{trans.__('SHA-256')}</dt>
        <dd className="jp-CatalogPreview-trustedPart">
          <code>{hash}</code>
        </dd>
      </dl>
      <div className="jp-CatalogDetails-actions">
        <TextButton
          label={trans.__('Trust this catalog')}
          onClick={() => void preview.trust()}
        />
        <TextButton
          label={trans.__('Cancel')}
          onClick={() => void preview.cancel()}
        />
      </div>
    </div>
  );
}

function Failed({ now, begin, made, trans }: Of<'failed'>): JSX.Element {
  const { failure } = now;
  const remedy = remedyOf(failure, made.packages, trans);
  return (
    <div className="jp-CatalogPreview-failed" role="alert">
      <p className="jp-CatalogPreview-words">{causeOf(failure, trans)}</p>
      {remedy && <p className="jp-CatalogPreview-words">{remedy}</p>}
      <p className="jp-CatalogDetails-hint">{failure.message}</p>
      {failure.detail && (
        <details>
          <summary className="jp-CatalogDetails-summary">
            {trans.__('Last output')}
          </summary>
          <pre className="jp-CatalogCode" tabIndex={0}>
            {failure.detail}
          </pre>
        </details>
      )}
      <TextButton label={trans.__('Retry')} onClick={begin} />
    </div>
  );
}
