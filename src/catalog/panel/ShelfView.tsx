import * as React from 'react';
import { IconButton, TextButton } from '../../ui/Button';
import { reportFailure } from '../../ui/report';
import { useModel } from '../../ui/useModel';
import { followPlace } from '../follow';
import { type IBookmark, isSamePlace } from '../bookmarks';
import { starIcon, starredIcon } from '../icons';
import type { IPanelProps } from './props';

/** What is starred and what was used last; nothing where there is none of them. */
export function ShelfView(props: IPanelProps): JSX.Element | null {
  const { model, trans } = props;
  const { starred, recent } = useModel(model.shelf);
  return starred.length || recent.length ? (
    <div className="jp-CatalogShelf">
      <Group {...props} label={trans.__('Starred')} items={starred} isOpen />
      <Group {...props} label={trans.__('Recently used')} items={recent}>
        <TextButton
          label={trans.__('Clear')}
          aria-label={trans.__('Clear what was recently used')}
          onClick={() => void model.shelf.forget()}
        />
      </Group>
    </div>
  ) : null;
}

interface IGroupProps extends IPanelProps {
  readonly label: string;
  readonly items: readonly IBookmark[];
  readonly isOpen?: boolean;
  readonly children?: React.ReactNode;
}

function Group(props: IGroupProps): JSX.Element | null {
  const { label, items, isOpen, children } = props;
  return items.length ? (
    <details className="jp-CatalogShelf-group" open={isOpen}>
      <summary className="jp-CatalogDetails-summary">
        {label}
        <span className="jp-CatalogShelf-count">{items.length}</span>
      </summary>
      <ul className="jp-CatalogShelf-list" aria-label={label}>
        {items.map(item => (
          <Item
            key={`${item.location} ${item.trail.join('/')}`}
            {...props}
            item={item}
          />
        ))}
      </ul>
      {children}
    </details>
  ) : null;
}

function Item(props: IPanelProps & { readonly item: IBookmark }): JSX.Element {
  const { item, model, trans } = props;
  const { starred } = useModel(model.shelf);
  const isOn = starred.some(other => isSamePlace(other, item));
  return (
    <li className="jp-CatalogShelf-item">
      <button
        type="button"
        className="jp-CatalogShelf-place"
        title={`${item.title}\n${item.location}`}
        onClick={() => void followPlace(props, item)}
      >
        {item.title}
      </button>
      <IconButton
        label={
          isOn
            ? trans.__('Remove the star of %1', item.title)
            : trans.__('Star %1', item.title)
        }
        icon={isOn ? starredIcon : starIcon}
        aria-pressed={isOn}
        onClick={() =>
          void model.shelf
            .star(item, !isOn)
            .catch(thrown =>
              reportFailure(trans.__('The star was not kept'), thrown, trans)
            )
        }
      />
    </li>
  );
}
