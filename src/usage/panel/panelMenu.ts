import type { Menu } from '@lumino/widgets';
import { toCsv } from '../dashboard/charts';
import { reportFailure } from '../../ui/report';
import { drawnFrames } from '../drawn';
import type { pictureOf } from '../picture';
import { OwnMenu } from './menu';
import type { IPanelCardProps } from './PanelCard';

const makePicture: typeof pictureOf = async (...args) => {
  const known = await import(
    /* webpackChunkName: "usage-picture" */ '../picture'
  );
  return known.pictureOf(...args);
};

/** Open the menu of a panel below the button that was pressed. */
export function openPanelMenu(
  button: HTMLElement,
  props: IPanelCardProps
): Menu {
  const { panel, model, actions, trans, isSingle, isTable, onTable } = props;
  const menu = new OwnMenu();
  if (isSingle) {
    menu.offer(trans.__('Show All Panels'), () =>
      model.change({ panel: null })
    );
  } else {
    menu.offer(trans.__('Maximise'), () => model.change({ panel: panel.id }));
    menu.offer(trans.__('Open in a Tab'), () => actions.open(panel.id));
  }
  menu.offer(
    isTable ? trans.__('Show as Chart') : trans.__('Show as Table'),
    () => onTable(panel.id)
  );
  menu.divide();
  const data = model.data(panel.id);
  const name = panel.title.replace(/[^\p{L}\p{N}]+/gu, '-') || 'panel';
  const drawn = button.closest<HTMLElement>('.jp-UsagePanel');
  if (drawn?.querySelector('canvas')) {
    menu.offer(trans.__('Save as PNG'), () => {
      makePicture(drawn, panel.title).then(
        picture => actions.save(`${name}.png`, picture),
        (thrown: unknown) =>
          reportFailure(trans.__('Could not make a picture'), thrown, trans)
      );
    });
  }
  if ('value' in data) {
    menu.offer(trans.__('Save as CSV'), () => {
      const frames = drawnFrames(panel, data.value.frames, false, trans);
      const content = new Blob([toCsv(frames)], { type: 'text/csv' });
      actions.save(`${name}.csv`, content);
    });
  }
  menu.offer(trans.__('Copy Link'), () => actions.copyLink(panel.id));
  menu.openBelow(button);
  return menu;
}
