import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Resource } from '../../api/resource';
import { TextButton } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { ReactPanel } from '../../ui/ReactPanel';
import { RemoteView } from '../../ui/Remote';
import { useModel } from '../../ui/useModel';
import type { Logs } from '../tokens';
import { SelectField } from './fields';

/** The last lines of a cluster's processes, one process at a time. */
export namespace LogView {
  /** A widget that asks for the lines when it is made. */
  export function widget(
    load: () => Promise<Logs>,
    trans: TranslationBundle
  ): ReactPanel {
    const resource = new Resource(load);
    void resource.refresh();
    const panel = new ReactPanel(
      'jp-ClusterLog',
      <LogBody resource={resource} trans={trans} />
    );
    panel.disposed.connect(resource.dispose, resource);
    return panel;
  }
}

interface ILogBodyProps {
  readonly resource: Resource<Logs>;
  readonly trans: TranslationBundle;
}

function LogBody({ resource, trans }: ILogBodyProps): JSX.Element {
  const snapshot = useModel(resource);
  return (
    <RemoteView
      snapshot={snapshot}
      retry={() => void resource.refresh()}
      trans={trans}
      isEmpty={logs => !logs.items.some(({ lines }) => lines.length)}
      empty={<Empty message={trans.__('Nothing has been logged yet.')} />}
    >
      {logs => (
        <Lines
          logs={logs}
          refresh={() => void resource.refresh()}
          trans={trans}
        />
      )}
    </RemoteView>
  );
}

interface ILinesProps {
  readonly logs: Logs;
  readonly refresh: () => void;
  readonly trans: TranslationBundle;
}

function Lines({ logs, refresh, trans }: ILinesProps): JSX.Element {
  const [chosen, choose] = React.useState<string | null>(null);
  const shown =
    logs.items.find(({ source }) => source === chosen) ??
    logs.items.find(({ lines }) => lines.length) ??
    logs.items[0];
  const text = shown.lines.join('\n');
  const end = React.useRef<HTMLPreElement>(null);
  React.useEffect(() => {
    end.current?.scrollTo(0, end.current.scrollHeight);
  }, [text]);
  return (
    <>
      <div className="jp-ClusterLog-head">
        <SelectField
          label={trans.__('Process')}
          value={shown.source}
          choices={logs.items.map(({ source, lines }) => ({
            value: source,
            title: trans._n(
              '%2 (%1 line)',
              '%2 (%1 lines)',
              lines.length,
              source
            )
          }))}
          onChange={choose}
        />
        <TextButton label={trans.__('Refresh')} onClick={refresh} />
        <TextButton
          label={trans.__('Copy')}
          onClick={() => Clipboard.copyToSystem(text)}
        />
      </div>
      <pre
        ref={end}
        className="jp-ClusterLog-lines"
        tabIndex={0}
        aria-label={trans.__('Log lines')}
      >
        {text}
      </pre>
    </>
  );
}
