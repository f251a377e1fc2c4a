import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';
import { Resource } from '../../api/resource';
import { TextButton } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { RemoteView } from '../../ui/Remote';
import { useModel } from '../../ui/useModel';
import type { Logs } from '../tokens';
import { SelectField } from '../../ui/fields';

/** The last lines of a cluster's processes, one process at a time; asked for when it is made. */
export class LogView extends ReactWidget {
  constructor(
    load: () => Promise<Logs>,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-ClusterLog');
    this._resource = new Resource(load);
    void this._resource.refresh();
  }

  override dispose(): void {
    this._resource.dispose();
    super.dispose();
  }

  protected render(): JSX.Element {
    return <LogBody resource={this._resource} trans={this._trans} />;
  }

  private _resource: Resource<Logs>;
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
