import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { TextButton } from '../../ui/Button';
import { boxOf, type IDraft } from '../query';
import { flatBox, WorldMap } from './WorldMap';
import { boxText } from './words';

export interface IBoxPickerProps {
  /** West, south, east, north as they are typed. */
  readonly box: IDraft['box'];
  readonly onChange: (box: IDraft['box']) => void;
  /** Id of the message that tells what is wrong with it. */
  readonly problemId?: string;
  readonly trans: TranslationBundle;
}

/** A box, drawn on a map or typed as four numbers. */
export function BoxPicker(props: IBoxPickerProps): JSX.Element {
  const { box, onChange, trans } = props;
  const read = boxOf(box);
  const numbers = Array.isArray(read) ? flatBox(read) : null;
  return (
    <fieldset className="jp-CatalogService-group">
      <legend className="jp-CatalogService-legend">
        {trans.__('Box in degrees')}
      </legend>
      <WorldMap
        box={numbers}
        label={
          numbers
            ? trans.__(
                'Map of the world with the box %1; drag to draw another',
                boxText(numbers, trans)
              )
            : trans.__('Map of the world; drag to draw a box')
        }
        onBox={([west, south, east, north]) =>
          onChange([`${west}`, `${south}`, `${east}`, `${north}`])
        }
      />
      <Numbers {...props} />
      {box.some(text => text !== '') && (
        <TextButton
          label={trans.__('Clear box')}
          onClick={() => onChange(['', '', '', ''])}
        />
      )}
    </fieldset>
  );
}

function Numbers({
  box,
  onChange,
  problemId,
  trans
}: IBoxPickerProps): JSX.Element {
  const names = [
    trans.__('West'),
    trans.__('South'),
    trans.__('East'),
    trans.__('North')
  ];
  const set = (place: number, value: string): void => {
    const [west, south, east, north] = box.map((before, index) =>
      index === place ? value : before
    );
    onChange([west, south, east, north]);
  };
  return (
    <div className="jp-CatalogService-box">
      {names.map((name, place) => (
        <label key={place} className="jp-CatalogService-number">
          <span className="jp-CatalogService-name">{name}</span>
          <input
            className="jp-CatalogInput"
            type="text"
            inputMode="decimal"
            value={box[place]}
            aria-invalid={problemId !== undefined}
            aria-describedby={problemId}
            onChange={event => set(place, event.target.value)}
          />
        </label>
      ))}
    </div>
  );
}
