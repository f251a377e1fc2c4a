import * as React from 'react';
import { can } from '../abilities';
import { renameCluster } from '../commands';
import type { Cluster } from '../tokens';
import type { Editing } from './editing';
import type { IListServices } from './List';

export interface INameProps {
  readonly cluster: Cluster;
  readonly services: IListServices;
  readonly editing: Editing;
  readonly isEdited: boolean;
}

/** Letters at the end of a name that stay where it is too long for its place. */
const TAIL = 5;

/** The name; a double click or F2 makes it editable, Enter keeps, Escape drops the edit. */
export function Name(props: INameProps): JSX.Element {
  const { cluster, editing, isEdited } = props;
  const { name } = cluster;
  const at = Math.max(0, name.length - TAIL);
  if (isEdited && can(cluster, 'rename')) {
    return <NameField {...props} />;
  }
  return (
    <span
      className="jp-ClusterPanel-name"
      title={name}
      onDoubleClick={() => editing.begin(cluster.id)}
    >
      <span className="jp-ClusterPanel-nameHead">{name.slice(0, at)}</span>
      <span>{name.slice(at)}</span>
    </span>
  );
}

function NameField({ cluster, services, editing }: INameProps): JSX.Element {
  const { commands, trans } = services;
  const [text, setText] = React.useState(cluster.name);
  const field = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => field.current?.select(), []);
  const end = (isKept: boolean) => {
    const card = field.current?.closest('li');
    editing.end();
    const name = text.trim();
    if (isKept && name && name !== cluster.name) {
      void renameCluster.run(commands, { clusterId: cluster.id, name });
    }
    card?.focus();
  };
  return (
    <input
      ref={field}
      className="jp-ClusterPanel-nameField"
      aria-label={trans.__('Name of the cluster')}
      maxLength={80}
      value={text}
      spellCheck={false}
      onChange={event => setText(event.target.value)}
      onBlur={() => editing.end()}
      onKeyDown={event => {
        if (event.key === 'Enter' || event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          end(event.key === 'Enter');
        }
      }}
    />
  );
}
